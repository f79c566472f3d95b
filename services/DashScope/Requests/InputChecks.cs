using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>The rules of <c>input</c>: texts, then references, then what the prompt says of the references.</summary>
internal static class InputChecks
{
    private const string PromptPointer = Pointer.Input + "/" + InputField.Prompt;
    private const string NegativePromptPointer = Pointer.Input + "/" + InputField.NegativePrompt;

    public static void Check(JsonElement input, FindingList findings, ref RequestFacts facts)
    {
        var family = facts.Family!;
        if (input.ValueKind != JsonValueKind.Object)
        {
            findings.Error(
                input.IsGiven() ? "input.not_an_object" : "input.missing",
                Pointer.Input,
                $"input must be an object with a prompt and references, but is {Describe.Kind(input)}.");
            return;
        }

        var fields = new InputFields(input, family);
        foreach (var foreign in family.ForeignInput)
        {
            if (fields[foreign.Text].IsGiven())
            {
                findings.Error(
                    "input.other_family",
                    Pointer.To(Pointer.Input, foreign.Text),
                    $"{facts.Model} does not take input.{foreign.Text}; it takes {Describe.List(family.Input.Fields)}.");
            }
        }

        if (family.Input.Takes(InputField.Media))
        {
            MediaChecks.Check(fields, findings, ref facts);
        }
        else if (family.Input.Takes(InputField.ReferenceUrls))
        {
            ReferenceUrlChecks.Check(fields, findings, ref facts);
        }

        foreach (var rule in family.Input.FieldMedia)
        {
            CheckField(rule, fields[rule.Field!], findings, ref facts);
        }

        CombinationChecks.Check(findings, facts);
        CheckPrompt(fields, findings, facts);
        if (family.Input.Takes(InputField.NegativePrompt) && fields.NegativePrompt.IsGiven()
            && Values.IsText(fields.NegativePrompt, InputField.NegativePrompt, NegativePromptPointer, findings))
        {
            CheckLength(fields.NegativePrompt, InputField.NegativePrompt, NegativePromptPointer, family.Input.MaxNegativePrompt, findings);
        }
    }

    /// <summary>What both forms of references have in common: how many.</summary>
    public static void CheckCounts(string pointer, in Place firstTooMany, in Place firstVideoTooMany, FindingList findings, in RequestFacts facts)
    {
        var limits = facts.Family!.Input;
        if (facts.References < limits.MinReferences)
        {
            findings.Error(
                "media.no_reference",
                pointer,
                $"{facts.Model} needs {limits.MinReferences} to {limits.MostReferences} {limits.ReferenceWords(", ", " or ")}, but there is none.");
        }

        if (facts.References > limits.MaxReferences && limits.MaxReferences > 0)
        {
            findings.Error(
                "media.too_many_references",
                firstTooMany,
                $"{facts.Model} takes at most {limits.MaxReferences} {limits.ReferenceWords(", ", " and ", " together")}, but there are {facts.References}.");
        }

        if (facts.Videos > limits.MaxVideos)
        {
            findings.Error(
                "media.too_many_videos",
                firstVideoTooMany,
                $"{facts.Model} takes at most {limits.MaxVideos} reference videos, but there are {facts.Videos}.");
        }
        else if (facts.Videos > limits.Rule(MediaKind.Video)?.DoubtedAbove)
        {
            findings.Warning(
                "media.doubtful_videos",
                pointer,
                $"There are {facts.Videos} reference videos. One page of the vendor's allows {limits.MaxVideos} for {facts.Model}, another {limits.Rule(MediaKind.Video)!.DoubtedAbove}.");
        }
    }

    private static void CheckField(MediaRule rule, JsonElement url, FindingList findings, ref RequestFacts facts)
    {
        if (!url.IsGiven())
        {
            return;
        }

        facts.Add(rule.Kind);
        Place place = Pointer.To(Pointer.Input, rule.Field!);
        if (UrlRules.Check(url, place, rule.Urls, rule.Formats, facts.Family!.Input, findings))
        {
            MediaChecks.CheckUrl(rule, url, place, place, facts.Family.Input, findings);
        }
    }

    private static bool NeedsPrompt(in RequestFacts facts, in InputFields fields) => facts.Family!.Input.Prompt switch
    {
        PromptNeed.Never => false,
        PromptNeed.WithoutMedia => !fields.Media.IsGiven() || (fields.Media.ValueKind == JsonValueKind.Array && fields.Media.GetArrayLength() == 0),
        _ => true,
    };

    private static void CheckPrompt(in InputFields fields, FindingList findings, in RequestFacts facts)
    {
        if (!fields.Prompt.IsGiven())
        {
            if (NeedsPrompt(facts, fields))
            {
                findings.Error("prompt.missing", PromptPointer, "input.prompt is missing: say what happens in the video.");
            }
        }
        else if (Values.IsText(fields.Prompt, InputField.Prompt, PromptPointer, findings))
        {
            CheckLength(fields.Prompt, InputField.Prompt, PromptPointer, facts.Family!.Input.MaxPrompt, findings);
            using var prompt = Utf8Text.Of(fields.Prompt);
            if (prompt.IsBlank)
            {
                if (NeedsPrompt(facts, fields))
                    findings.Error("prompt.blank", PromptPointer, "input.prompt is blank: say what happens in the video.");
            }
            else
            {
                PromptChecks.Check(prompt.Span, fields, findings, facts);
            }
        }
    }

    private static void CheckLength(JsonElement element, string field, string pointer, int max, FindingList findings)
    {
        using var text = Utf8Text.Of(element);
        if (text.Span.Length > max && text.Characters is var characters && characters > max)
        {
            findings.Error(
                $"{field}.too_long",
                pointer,
                $"input.{field} may have at most {max} characters, but has {characters}; the vendor would cut off the rest without saying so.");
        }
    }
}
