using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;
using Wan.Media;

namespace Wan.DashScope.Files;

/// <summary>How long the reference videos of a request last, where they are files of which that is known.</summary>
internal static class InputVideos
{
    /// <summary>Seconds of each reference that is or may be a video, in their order; null where that is not known. Null for all: nothing is known.</summary>
    public static IReadOnlyList<decimal?>? SecondsOf(JsonElement input, in RequestFacts facts)
    {
        if (facts.Files is not { Count: > 0 } files || input.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var seconds = new List<decimal?>();
        var fields = new InputFields(input, facts.Family!);
        if (facts.Family!.Input.Takes(InputField.Media))
        {
            foreach (var element in Items(fields.Media))
            {
                if (new MediaItem(element, facts.Family.Input) is var item && item.Kind.IsInputVideo())
                {
                    seconds.Add(SecondsOf(item.Url, files));
                }
            }

            return seconds;
        }

        foreach (var element in Items(fields.ReferenceUrls))
        {
            if (ReferenceUrlChecks.KindOf(element, facts) is not MediaKind.Image)
            {
                seconds.Add(SecondsOf(element, files));
            }
        }

        foreach (var element in Items(fields.ReferenceVideoUrls))
        {
            seconds.Add(SecondsOf(element, files));
        }

        return seconds;
    }

    private static JsonElement[] Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static decimal? SecondsOf(JsonElement url, IReadOnlyDictionary<string, MediaFacts> files)
    {
        if (url.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        using var text = Utf8Text.Of(url);
        return FileReference.IdOf(text.Span) is { } id && files.TryGetValue(id, out var file) ? file.Seconds : null;
    }
}
