using Amazon.S3;
using Amazon.S3.Model;

namespace Wan.Archiver.Stores;

/// <summary>
/// Uploads a long video in parts, each with its checksum. What a broken upload leaves in the store is taken away: at once if this process
/// lives, else when the video is uploaded again.
/// </summary>
internal sealed class S3MultipartUpload(IAmazonS3 client, S3Options options, string key)
{
    public async Task RunAsync(Stream content, CancellationToken cancellationToken)
    {
        await AbortLeftOversAsync(cancellationToken);
        var upload = await client.InitiateMultipartUploadAsync(
            new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = key, ContentType = "video/mp4" }, cancellationToken);
        try
        {
            var parts = await UploadPartsAsync(upload.UploadId, content, cancellationToken);
            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = options.Bucket, Key = key, UploadId = upload.UploadId, PartETags = parts },
                cancellationToken);
        }
        catch
        {
            await AbortAsync(upload.UploadId, CancellationToken.None);
            throw;
        }
    }

    private async Task<List<PartETag>> UploadPartsAsync(string uploadId, Stream content, CancellationToken cancellationToken)
    {
        List<PartETag> parts = [];
        var buffer = new byte[options.PartBytes];
        while (await content.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) is > 0 and var count)
        {
            using var part = new MemoryStream(buffer, 0, count, writable: false);
            var md5 = await S3Checksum.OfAsync(part, cancellationToken);
            part.Position = 0;
            var answer = await client.UploadPartAsync(
                new UploadPartRequest
                {
                    BucketName = options.Bucket,
                    Key = key,
                    UploadId = uploadId,
                    PartNumber = parts.Count + 1,
                    PartSize = count,
                    InputStream = part,
                    MD5Digest = md5,
                    UseChunkEncoding = false,
                },
                cancellationToken);
            parts.Add(new PartETag(parts.Count + 1, answer.ETag));
        }

        return parts;
    }

    private async Task AbortLeftOversAsync(CancellationToken cancellationToken)
    {
        ListMultipartUploadsResponse list;
        try
        {
            list = await client.ListMultipartUploadsAsync(
                new ListMultipartUploadsRequest { BucketName = options.Bucket, Prefix = key }, cancellationToken);
        }
        catch (AmazonS3Exception unknown) when ((int)unknown.StatusCode is 501 or < 500)
        {
            return; // A store that can't list them has to end them itself, by its own rule.
        }

        foreach (var left in (list.MultipartUploads ?? []).Where(upload => upload.Key == key))
            await AbortAsync(left.UploadId, cancellationToken);
    }

    private async Task AbortAsync(string uploadId, CancellationToken cancellationToken)
    {
        try
        {
            await client.AbortMultipartUploadAsync(options.Bucket, key, uploadId, cancellationToken);
        }
        catch (AmazonS3Exception)
        {
            // It is gone already, or the store is; then it goes with the next upload of this video.
        }
    }
}
