namespace Wan.Submitter.Uploads;

/// <summary>Uploads the files of a submission to one account, one after the other.</summary>
internal sealed partial class AccountUploads(FileUploads uploads, ILogger<AccountUploads> logger)
{
    /// <summary>Uploads what is not there, and gives the place back. What breaks off is an account that they are not at: the others need not care.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<FilesAt> RunAsync(Submission submission, PlaceAt at, CancellationToken cancellationToken)
    {
        using var place = at.Place;
        if (place is null)
            return new FilesAt(at.Account, LackedPlace: true);
        try
        {
            return await UploadAsync(submission, at, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.BrokeOff(logger, exception, submission.Id, at.Account.Name);
            return new FilesAt(at.Account, Obstacle: $"the files can't be uploaded to account {at.Account.Name} yet: it broke off, and is tried again; Submitter's log says why");
        }
    }

    private async Task<FilesAt> UploadAsync(Submission submission, PlaceAt at, CancellationToken cancellationToken)
    {
        var (urls, goodUntil) = (new Dictionary<string, string>(), DateTimeOffset.MaxValue);
        foreach (var file in submission.Files!.Ids)
        {
            switch (await uploads.EnsureAsync(file, at.Account, submission.Model, cancellationToken))
            {
                case FileUpload.There there:
                    urls[file] = there.Url;
                    goodUntil = there.GoodUntil < goodUntil ? there.GoodUntil : goodUntil;
                    break;
                case FileUpload.NotYet notYet:
                    return new FilesAt(at.Account, Obstacle: notYet.Obstacle);
                case FileUpload.Never never:
                    return new FilesAt(at.Account, Error: never.Error);
            }
        }

        return new FilesAt(at.Account, new UploadedFiles(goodUntil, urls, UploadRules.MarkOf(at.Account)));
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Uploading the files of generation {GenerationId} to account {Account} broke off; it is tried again.")]
        public static partial void BrokeOff(ILogger logger, Exception exception, string generationId, string account);
    }
}
