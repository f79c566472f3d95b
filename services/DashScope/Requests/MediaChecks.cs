using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.Media;

namespace Wan.DashScope.Requests;

/// <summary>The rules of <c>input.media</c>, in which every reference says what it is, and of voices.</summary>
internal static class MediaChecks
{
    private const string MediaPointer = Pointer.Input + "/" + InputField.Media;
    private const string VoicePointer = Pointer.Input + "/" + InputField.ReferenceVoice;

    // Items beyond these are only counted; there are far too many anyway.
    private const int MostLookedAt = 50;

    public static void Check(in InputFields fields, FindingList findings, ref RequestFacts facts)
    {
        var limits = facts.Family!.Input;
        if (fields.Media.IsGiven() && fields.Media.ValueKind != JsonValueKind.Array)
        {
            findings.Error(
                "media.not_an_array",
                MediaPointer,
                $"input.media must be an array of objects, but is {Describe.Kind(fields.Media)}.");
            return;
        }

        int firstTooMany = 0, index = 0;
        var tooMany = default(KindCounts);
        var hasItemVoice = false;
        var isReadable = true;
        if (fields.Media.IsGiven())
        {
            foreach (var element in fields.Media.EnumerateArray())
            {
                var item = new MediaItem(element, limits);
                isReadable &= index >= MostLookedAt || CheckItem(item, index, limits, findings);
                hasItemVoice |= item.Voice.IsGiven();
                if (item.Rule is { } rule)
                {
                    facts.Add(rule.Kind);
                    firstTooMany = rule.Kind.IsReference() && facts.References <= limits.MostReferences + 1 ? index : firstTooMany;
                    ref var place = ref tooMany[(int)rule.Kind];
                    place = facts.Kinds[(int)rule.Kind] <= MostOf(rule, limits) + 1 ? index : place;
                }

                index++;
            }
        }

        // An item of unknown kind may be the reference that is missing.
        if (facts.References > 0 || isReadable)
        {
            CheckCounts(firstTooMany, tooMany, findings, facts);
        }

        CheckVoice(fields, hasItemVoice, findings, facts);
    }

    private static int MostOf(MediaRule rule, InputRules limits) => rule.Max ?? limits.MostReferences;

    private static void CheckCounts(int firstTooMany, in KindCounts tooMany, FindingList findings, in RequestFacts facts)
    {
        var limits = facts.Family!.Input;
        if (limits.MinReferences > 0 && facts.References == 0 && facts.FirstFrames > 0)
        {
            findings.Error(
                "media.first_frame_alone",
                MediaPointer,
                "A first_frame needs at least one reference_image or reference_video beside it.");
        }
        else
        {
            InputChecks.CheckCounts(MediaPointer, At(firstTooMany), At(tooMany[(int)MediaKind.Video]), findings, facts);
        }

        // Of videos that is said already, and where a kind has no limit of its own, that of all references holds.
        foreach (var rule in limits.Rules)
        {
            if (rule is { Max: { } max, Word: not null, Kind: not MediaKind.Video } && facts.Kinds[(int)rule.Kind] is var count && count > max)
            {
                findings.Error(
                    rule.Kind == MediaKind.FirstFrame ? "media.too_many_first_frames" : "media.too_many",
                    At(tooMany[(int)rule.Kind]),
                    $"{facts.Model} takes at most {max} {rule.Type}, but there are {count}.");
            }
        }
    }

    private static Place At(int index, string? name = null) => new(MediaPointer, index, name);

    private static bool CheckItem(in MediaItem item, int index, InputRules limits, FindingList findings)
    {
        if (!item.IsObject)
        {
            findings.Error(
                "media.not_an_object",
                At(index),
                $"An item of input.media must be an object with type and url, but is {Describe.Kind(item.Element)}.");
            return false;
        }

        if (!item.Type.IsGiven())
        {
            findings.Error("media.type_missing", At(index, InputField.MediaType), $"The item has no type; it must be one of {Describe.List(limits.MediaTypes)}.");
        }
        else if (item.Kind == MediaKind.None)
        {
            findings.Error(
                "media.unknown_type",
                At(index, InputField.MediaType),
                $"type must be one of {Describe.List(limits.MediaTypes)}, but is {Describe.Value(item.Type)}.");
        }

        if (!item.Url.IsGiven())
        {
            findings.Error("media.url_missing", At(index, InputField.MediaUrl), "The item has no url.");
        }
        else if (UrlRules.Check(item.Url, At(index, InputField.MediaUrl), item.Rule?.Urls ?? limits.MediaUrls, item.Rule?.Formats ?? limits.MediaFormats, limits, findings) && item.Rule is { } rule)
        {
            CheckUrl(rule, item.Url, At(index), At(index, InputField.MediaUrl), limits, findings);
        }

        CheckItemVoice(item, index, limits, findings);
        return item.Kind != MediaKind.None;
    }

    /// <summary>What is odd about a URL that is one.</summary>
    public static void CheckUrl(MediaRule rule, JsonElement url, in Place item, in Place place, InputRules limits, FindingList findings)
    {
        using var text = Utf8Text.Of(url);
        foreach (var (other, formats) in limits.FileFormats)
        {
            if (rule.Kind.File() is { } kind && other != kind && UrlRules.HasExtension(text.Span, formats))
            {
                var thing = kind == FileKind.Image ? "image" : rule.Name;
                findings.Warning("media.other_kind", item, $"This {thing} looks like {FileChecks.Words(other)} by the end of its URL.");
                break;
            }
        }

        if (rule.DoubtedUrls != UrlSchemes.None && UrlRules.IsOf(text.Span, rule.DoubtedUrls))
        {
            findings.Warning("url.doubtful", place, "The vendor's page does not say that an address in its temporary store is taken here. It is sent on; if the vendor refuses it, give an http(s) address.");
        }
    }

    private static void CheckItemVoice(in MediaItem item, int index, InputRules limits, FindingList findings)
    {
        if (item.OwnVoice.IsGiven() && limits.VoiceUrls != UrlSchemes.None)
        {
            UrlRules.Check(item.OwnVoice, At(index, InputField.ReferenceVoice), limits.VoiceUrls, [], limits, findings);
        }

        if (item.OtherVoice.IsGiven() && limits.VoiceUrls != UrlSchemes.None)
        {
            UrlRules.Check(item.OtherVoice, At(index, MediaItem.OtherVoiceField), limits.VoiceUrls, [], limits, findings);
        }

        if (item.VoicesDiffer)
        {
            findings.Error(
                "voice.given_twice",
                At(index, MediaItem.OtherVoiceField),
                "The item has reference_voice and referenceVoice, which are the same field, with different values.");
        }

        if (item.Voice.IsGiven() && limits.VoiceUrls == UrlSchemes.None)
        {
            findings.Warning(
                "voice.not_taken",
                At(index, item.OwnVoice.IsGiven() ? InputField.ReferenceVoice : MediaItem.OtherVoiceField),
                "The vendor's page knows no reference_voice of this model. It is sent on as it is.");
        }
        else if (item.Kind == MediaKind.FirstFrame && item.Voice.IsGiven())
        {
            findings.Warning(
                "voice.on_first_frame",
                At(index, item.OwnVoice.IsGiven() ? InputField.ReferenceVoice : MediaItem.OtherVoiceField),
                "A first_frame does not speak: a voice belongs to a reference_image or reference_video.");
        }
    }

    private static void CheckVoice(in InputFields fields, bool hasItemVoice, FindingList findings, in RequestFacts facts)
    {
        if (!fields.ReferenceVoice.IsGiven() || !facts.Family!.Input.Takes(InputField.ReferenceVoice) || !UrlRules.Check(fields.ReferenceVoice, VoicePointer, facts.Family!.Input.VoiceUrls, [], facts.Family.Input, findings))
        {
            return;
        }

        if (facts.References > 1)
        {
            findings.Warning(
                "voice.unplaced",
                VoicePointer,
                "The vendor does not document what input.reference_voice does beside several references; put it into the media item whose voice it is.");
        }
        else if (hasItemVoice && facts.References == 1 && !MediaItem.SoleReference(fields.Media, facts.Family.Input).VoiceEquals(fields.ReferenceVoice))
        {
            findings.Error(
                "voice.given_twice",
                VoicePointer,
                "The only reference has a reference_voice already, and this one is different.");
        }
    }
}
