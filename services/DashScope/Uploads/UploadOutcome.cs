using Wan.DashScope.Client;

namespace Wan.DashScope.Uploads;

/// <summary>What became of an upload. None of them costs anything.</summary>
public abstract record UploadOutcome
{
    private UploadOutcome()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Url"><c>oss://</c> and its key: good for one account and model, for 48 hours by the vendor's word.</param>
    public sealed record Uploaded(string Url) : UploadOutcome;

    /// <summary>The vendor takes no file as large for this model.</summary>
    /// <param name="Megabytes">The most that it takes.</param>
    public sealed record TooLarge(decimal Megabytes) : UploadOutcome;

    /// <summary>It may do later.</summary>
    /// <param name="Error">Why not now.</param>
    public sealed record Failed(DashScopeError Error) : UploadOutcome;
}
