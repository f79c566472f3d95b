using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;

namespace Wan.DashScope.Requests;

/// <summary>The rules of <c>input.reference_urls</c>, in which only the end of a URL shows what it leads to.</summary>
internal static class ReferenceUrlChecks
{
    private const string UrlsPointer = Pointer.Input + "/" + InputField.ReferenceUrls;
    private const string VideoUrlsPointer = Pointer.Input + "/" + InputField.ReferenceVideoUrls;
    private const int MostLookedAt = 50;

    public static void Check(in InputFields fields, FindingList findings, ref RequestFacts facts)
    {
        var limits = facts.Family!.Input;
        var tooMany = new Place(UrlsPointer);
        var videoTooMany = new Place(UrlsPointer);
        var isReadable = CheckList(
            fields.ReferenceUrls, InputField.ReferenceUrls, UrlsPointer, isVideos: false, findings, ref facts, ref tooMany, ref videoTooMany);
        facts.PlainUrls = facts.References;
        if (fields.ReferenceVideoUrls.IsGiven())
        {
            isReadable &= CheckList(
                fields.ReferenceVideoUrls, InputField.ReferenceVideoUrls, VideoUrlsPointer, isVideos: true, findings, ref facts, ref tooMany, ref videoTooMany);
            findings.Warning(
                "media.deprecated_field",
                VideoUrlsPointer,
                "The vendor has deprecated input.reference_video_urls; put its URLs into input.reference_urls.");
        }

        if (facts.References > 0 || isReadable)
        {
            InputChecks.CheckCounts(UrlsPointer, tooMany, videoTooMany, findings, facts);
        }

        // What is beyond the limit of videos can't be one in a request that passes.
        facts.MaybeVideos = Math.Clamp(facts.MaybeVideos, 0, Math.Max(0, limits.MaxVideos - facts.Videos));
    }

    private static bool CheckList(
        JsonElement list,
        string field,
        string pointer,
        bool isVideos,
        FindingList findings,
        ref RequestFacts facts,
        ref Place tooMany,
        ref Place videoTooMany)
    {
        if (!list.IsGiven())
        {
            return true;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            findings.Error($"{field}.not_an_array", pointer, $"input.{field} must be an array of URLs, but is {Describe.Kind(list)}.");
            return false;
        }

        var limits = facts.Family!.Input;
        var index = 0;
        foreach (var url in list.EnumerateArray())
        {
            facts.References++;
            if (facts.References == limits.MostReferences + 1)
            {
                tooMany = new Place(pointer, index);
            }

            var kind = isVideos ? MediaKind.Video : KindOf(url, facts);
            if (index < MostLookedAt && UrlRules.Check(url, new Place(pointer, index), limits.Urls(kind), limits.Formats(kind), limits, findings))
            {
                facts.Videos += kind == MediaKind.Video ? 1 : 0;
                facts.MaybeVideos += kind == MediaKind.None ? 1 : 0;
                if (kind == MediaKind.Video && facts.Videos == limits.MaxVideos + 1)
                {
                    videoTooMany = new Place(pointer, index);
                }
            }

            index++;
        }

        return true;
    }

    /// <summary>What a reference is, as far as its file or the end of its URL tells.</summary>
    public static MediaKind KindOf(JsonElement url, in RequestFacts facts)
    {
        var limits = facts.Family!.Input;
        if (url.ValueKind != JsonValueKind.String)
        {
            return MediaKind.None;
        }

        using var text = Utf8Text.Of(url);
        return UrlRules.HasExtension(text.Span, limits.Formats(MediaKind.Video)) ? MediaKind.Video
            : UrlRules.HasExtension(text.Span, limits.Formats(MediaKind.Image)) ? MediaKind.Image
            : FileChecks.KindOf(text.Span, facts.Files);
    }
}
