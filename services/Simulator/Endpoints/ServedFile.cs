using Microsoft.Net.Http.Headers;
using Wan.Simulator.Video;

namespace Wan.Simulator.Endpoints;

/// <summary>A file in HTTP's terms (RFC 9110, 13 and 14): what it is, and which part of it a request is for.</summary>
internal sealed class ServedFile(SimulatedVideo video, DateTimeOffset writtenAt)
{
    private readonly EntityTagHeaderValue tag = new($"\"{video.ETag}\"");
    private readonly DateTimeOffset modified = DateTimeOffset.FromUnixTimeSeconds(writtenAt.ToUnixTimeSeconds());

    public void Describe(HttpResponse response)
    {
        var headers = response.GetTypedHeaders();
        headers.ETag = tag;
        headers.LastModified = modified;
        response.Headers.AcceptRanges = "bytes";
        if (video.Md5 is { } md5)
            response.Headers.ContentMD5 = Convert.ToBase64String(md5);
    }

    /// <summary>Whether the caller has it already.</summary>
    public bool IsKnown(HttpRequest request) =>
        request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false) || known.Equals(EntityTagHeaderValue.Any));

    /// <summary>The one range that is asked for, if what the caller has of the file is still the file; an empty one can't be given.</summary>
    public FilePart? AskedPart(HttpRequest request)
    {
        var asked = request.GetTypedHeaders();
        var stillThat = asked.IfRange switch
        {
            null => true,
            { EntityTag: { } known } => known.Compare(tag, useStrongComparison: true),
            { LastModified: { } since } => since == modified,
            _ => false,
        };
        if (!stillThat || asked.Range is not { Unit.Value: "bytes", Ranges: { Count: 1 } ranges })
            return null;

        var range = ranges.First();
        var from = range.From ?? Math.Max(0, video.Length - range.To!.Value);
        var end = range.From is null ? video.Length : Math.Min(video.Length, (range.To ?? video.Length) + 1);
        return new FilePart(from, Math.Max(0, end - from));
    }
}

/// <summary>Bytes of a file.</summary>
internal readonly record struct FilePart(long From, long Count);
