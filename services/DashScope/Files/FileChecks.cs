using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;
using Wan.Media;

namespace Wan.DashScope.Files;

/// <summary>
/// The files in <c>input</c>, whichever field they stand in: that each is written as it was given, stands where it is looked at, is there, is what its place takes, and is within the
/// model's limits. What is there is not known here; whoever asks says so.
/// </summary>
internal static class FileChecks
{
    // As for references: what is beyond is far too much anyway.
    private const int MostLookedAt = 50;

    private static readonly string[] Texts = [InputField.Prompt, InputField.NegativePrompt];

    public static void Check(JsonElement input, FindingList findings, ref RequestFacts facts)
    {
        if (input.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var field in input.EnumerateObject())
        {
            if (Texts.Any(field.NameEquals))
            {
                continue;
            }

            if (MayBeFile(field.Value))
            {
                Check(field.Value, Pointer.To(Pointer.Input, field.Name), KindsOf(field, facts.Family!.Input), findings, ref facts);
            }
            else if (field.Value.ValueKind == JsonValueKind.Array)
            {
                CheckItems(field, findings, ref facts);
            }
            else if (MisplacedIn(field.Value) is { } misplaced)
            {
                Misplaced(Pointer.To(Pointer.Input, field.Name) + misplaced, findings);
            }
        }

        CheckTotals(findings, facts);
    }

    // What several files are together. One that is too long by itself is told of already.
    private static void CheckTotals(FindingList findings, in RequestFacts facts)
    {
        var limits = facts.Family!.Input.Files;
        Check(limits?.Video, facts.FileSeconds, "videos", facts);
        Check(limits?.Audio, facts.FileAudioSeconds, "sounds", facts);

        void Check(FileLimit? limit, decimal seconds, string what, in RequestFacts facts)
        {
            if (limit is { MaxTotalSeconds: { } most } && seconds > most)
            {
                findings.Error("file.total_length", Pointer.To(Pointer.Input, InputField.Media),
                    string.Create(CultureInfo.InvariantCulture, $"The {what} last {seconds:0.###} s together; {facts.Model} takes {most} s at most."));
            }
        }
    }

    /// <summary>What a reference is by the file that it names; not known for any other.</summary>
    public static MediaKind KindOf(ReadOnlySpan<byte> url, IReadOnlyDictionary<string, MediaFacts>? files) =>
        files is not null && FileReference.IdOf(url) is { } id && files.TryGetValue(id, out var file)
            ? file.Format.Kind switch { FileKind.Image => MediaKind.Image, FileKind.Video => MediaKind.Video, _ => MediaKind.None }
            : MediaKind.None;

    private static FileKind[] KindsOf(JsonProperty field, InputRules input)
    {
        if (field.NameEquals(InputField.ReferenceVoice))
        {
            return [FileKind.Audio];
        }

        foreach (var rule in input.FieldMedia)
        {
            if (field.NameEquals(rule.Field) && rule.Kind.File() is { } kind)
            {
                return [kind];
            }
        }

        return [];
    }

    private static void CheckItems(JsonProperty list, FindingList findings, ref RequestFacts facts)
    {
        FileKind[] kinds = list.NameEquals(InputField.ReferenceVideoUrls) ? [FileKind.Video]
            : list.NameEquals(InputField.ReferenceUrls) ? [FileKind.Image, FileKind.Video]
            : [];
        var index = -1;
        foreach (var item in list.Value.EnumerateArray())
        {
            if (++index < MostLookedAt && MayBeFile(item))
            {
                Check(item, new Place(Pointer.To(Pointer.Input, list.Name), index), kinds, findings, ref facts);
            }
            else if (index < MostLookedAt && item.ValueKind == JsonValueKind.Object)
            {
                CheckFields(list, index, item, findings, ref facts);
            }
            else if (MisplacedIn(item) is { } misplaced)
            {
                Misplaced(new Place(Pointer.To(Pointer.Input, list.Name), index) + misplaced, findings);
            }
        }
    }

    private static void CheckFields(JsonProperty list, int index, JsonElement element, FindingList findings, ref RequestFacts facts)
    {
        var kind = list.NameEquals(InputField.Media) ? new MediaItem(element, facts.Family!.Input).Kind : MediaKind.None;
        foreach (var field in element.EnumerateObject())
        {
            if (MayBeFile(field.Value))
            {
                FileKind[]? kinds = field.NameEquals(InputField.ReferenceVoice) || field.NameEquals(MediaItem.OtherVoiceField) ? [FileKind.Audio]
                    : !field.NameEquals(InputField.MediaUrl) || kind == MediaKind.None ? []
                    : kind.File() is { } file ? [file]
                    : null;
                Check(field.Value, new Place(Pointer.To(Pointer.Input, list.Name), index, field.Name), kinds, findings, ref facts);
            }
            else if (MisplacedIn(field.Value) is { } misplaced)
            {
                Misplaced(new Place(Pointer.To(Pointer.Input, list.Name), index, field.Name) + misplaced, findings);
            }
        }
    }

    // The first character tells, unless it is escaped.
    private static bool MayBeFile(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && JsonMarshal.GetRawUtf8Value(value)[1] is (byte)'w' or (byte)'W' or (byte)'o' or (byte)'O' or (byte)'\\';

    // Nothing would be uploaded for it, and it would reach the vendor as it is.
    private static void Misplaced(string pointer, FindingList findings) => findings.Error("file.misplaced", pointer,
        $"A file can't be named here: it stands in a field of input, in a list there, or in a field of a list's item, among the first {MostLookedAt}.");

    // The way to the first reference in it, as the rest of a pointer; null for none. How deep a body may be is bounded by its reader.
    private static string? MisplacedIn(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var field in value.EnumerateObject())
            {
                if (MisplacedIn(field.Value) is { } way)
                {
                    return Pointer.To("", field.Name) + way;
                }
            }
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                if (MisplacedIn(item) is { } way)
                {
                    return Pointer.To("", index) + way;
                }

                index++;
            }
        }
        else if (MayBeFile(value))
        {
            using var text = Utf8Text.Of(value);
            return FileReference.Is(text.Span) ? "" : null;
        }

        return null;
    }

    // No kinds at all: no file that is uploaded here can be what is wanted. None of them: any can.
    private static void Check(JsonElement value, in Place place, FileKind[]? kinds, FindingList findings, ref RequestFacts facts)
    {
        using var text = Utf8Text.Of(value);
        if (!FileReference.Is(text.Span))
        {
            return;
        }

        if (FileReference.IsUploaded(text.Span))
        {
            findings.Untimely("file.not_found", place,
                $"There is no upload {Describe.Address(value)}: it never was, or its time is over. Upload it again, and name it as the upload's address says, its capitals too. Another tenant's is none either: who may ask for any names its tenant in /tenant.");
            return;
        }

        if (FileReference.IdOf(text.Span) is not { } id)
        {
            findings.Error("url.not_a_file", place, "A file is named wan-file: and its id, as POST /v1/files gave it, in small letters.");
            return;
        }

        (facts.FileIds ??= []).Add(id);
        if (facts.Files is null)
        {
            return;
        }

        if (!facts.Files.TryGetValue(id, out var file))
        {
            findings.Untimely("file.not_found", place, $"There is no file {id}: it never was, was deleted, or its time is over. Upload it again with POST /v1/files. Another tenant's is none either: who may ask for any names its tenant in /tenant.");
            return;
        }

        if (kinds is null || (kinds.Length > 0 && !kinds.Contains(file.Format.Kind)))
        {
            findings.Error("file.other_kind", place,
                $"This file is {Words(file.Format.Kind)} ({file.Format.Name}), but {(kinds is null ? "a document is wanted here, which can't be uploaded here: name it by an address." : $"{string.Join(" or ", kinds.Select(Words))} is wanted here.")}");
            return;
        }

        if (file is { Format.Kind: FileKind.Video, Seconds: { } seconds })
        {
            facts.FileSeconds += seconds;
            facts.FileVideos++;
        }
        else if (file is { Format.Kind: FileKind.Audio, Seconds: { } heard })
        {
            facts.FileAudioSeconds += heard;
        }

        if (facts.Family!.Input.Files?.Of(file.Format.Kind) is not { } limit)
        {
            return;
        }

        foreach (var (code, message) in FileRules.Problems(file, limit, facts.Model))
        {
            if (code[0] == '~')
            {
                findings.Warning(code[1..], place, message);
            }
            else
            {
                findings.Error(code, place, message);
            }
        }
    }

    public static string Words(FileKind kind) => kind switch { FileKind.Image => "an image", FileKind.Video => "a video", _ => "a sound" };
}
