using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>
/// Whether the prompt and the references fit together. Warnings only: the vendor's own samples still number in an older way, and a
/// prompt is free text.
/// </summary>
internal static class PromptChecks
{
    private const string PromptPointer = Pointer.Input + "/" + InputField.Prompt;

    public static void Check(ReadOnlySpan<byte> prompt, in InputFields fields, FindingList findings, in RequestFacts facts)
    {
        if (facts.Family!.Numbering == Numbering.None)
        {
            return;
        }

        var named = PromptReferences.Of(prompt);
        if (facts.Family.Numbering == Numbering.OneSequence)
        {
            if (named.Images.HasNumbers || named.Videos.HasNumbers)
            {
                findings.Warning(
                    "prompt.other_convention",
                    PromptPointer,
                    $"{facts.Model} knows its references as character1, character2 and so on, not as Image 1 or Video 1.");
            }

            CheckNumbers(named.Characters, facts.References, "character", "references", findings);
            for (var i = 0; i < Math.Min(facts.References, facts.Family.Input.MostReferences); i++)
            {
                if (!named.Characters.Has(i + 1))
                {
                    var place = i < facts.PlainUrls
                        ? new Place(Pointer.Input + "/" + InputField.ReferenceUrls, i)
                        : new Place(Pointer.Input + "/" + InputField.ReferenceVideoUrls, i - facts.PlainUrls);
                    findings.Warning(
                        "prompt.reference_not_named",
                        place,
                        $"The prompt never names this reference, which is character{i + 1}.");
                }
            }

            return;
        }

        if (named.Characters.HasNumbers)
        {
            findings.Warning(
                "prompt.other_convention",
                PromptPointer,
                $"{facts.Model} knows its references as Image 1 and Video 1, counted separately, not as character1.");
        }

        CheckNumbers(named.Images, facts.Images, "Image ", "reference images", findings);
        CheckNumbers(named.Videos, facts.Videos, "Video ", "reference videos", findings);
        if (facts.Family.Input.Rule(MediaKind.Audio) is not null)
        {
            CheckNumbers(named.Audios, facts.Audios, "Audio ", "reference sounds", findings);
        }

        CheckNamed(named, fields, findings, facts);
    }

    private static void CheckNumbers(in NamedNumbers named, int count, string word, string kind, FindingList findings)
    {
        // Number 0 names nothing either.
        var dangling = count < 127 ? named.Numbers & ~((UInt128.One << (count + 1)) - 2) : 0;
        for (var number = 0; dangling != 0; number++, dangling >>= 1)
        {
            if ((dangling & 1) != 0)
            {
                Warn(number);
            }
        }

        if (named.Beyond > count)
        {
            Warn(named.Beyond);
        }

        void Warn(int number) => findings.Warning("prompt.no_such_reference", PromptPointer, count == 0
            ? $"The prompt names {word}{number}, but there are no {kind}."
            : $"The prompt names {word}{number}, but there {(count == 1 ? "is" : "are")} {count} of {kind}, counted from 1.");
    }

    private static void CheckNamed(in PromptReferences named, in InputFields fields, FindingList findings, in RequestFacts facts)
    {
        if (fields.Media.ValueKind != System.Text.Json.JsonValueKind.Array || facts.References > facts.Family!.Input.MostReferences)
        {
            return;
        }

        int images = 0, videos = 0, audios = 0, index = 0;
        foreach (var element in fields.Media.EnumerateArray())
        {
            var item = new MediaItem(element, facts.Family.Input);
            if (item.IsReference)
            {
                var number = item.Kind switch { MediaKind.Video => ++videos, MediaKind.Audio => ++audios, _ => ++images };

                // Where there is only one of a kind, the vendor takes "the reference image" without a number.
                var (ofKind, count, word) = item.Kind switch
                {
                    MediaKind.Video => (named.Videos, facts.Videos, "Video"),
                    MediaKind.Audio => (named.Audios, facts.Audios, "Audio"),
                    _ => (named.Images, facts.Images, "Image"),
                };
                if (!ofKind.Has(number) && !(count == 1 && ofKind.IsBare))
                {
                    findings.Warning(
                        "prompt.reference_not_named",
                        new Place(Pointer.Input + "/" + InputField.Media, index),
                        $"The prompt never names this reference, which is {word} {number}.");
                }
            }

            index++;
        }
    }
}
