using System.Text.Json;
using Wan.DashScope.Catalogue;

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

        int firstTooMany = 0, firstVideoTooMany = 0, firstFrameTooMany = 0, index = 0;
        var hasItemVoice = false;
        var isReadable = true;
        if (fields.Media.IsGiven())
        {
            foreach (var element in fields.Media.EnumerateArray())
            {
                var item = new MediaItem(element, limits);
                isReadable &= index >= MostLookedAt || CheckItem(item, index, limits, findings);
                hasItemVoice |= item.Voice.IsGiven();
                switch (item.Kind)
                {
                    case MediaKind.Image or MediaKind.Video:
                        facts.References++;
                        facts.Videos += item.Kind == MediaKind.Video ? 1 : 0;
                        firstTooMany = facts.References <= limits.MaxReferences + 1 ? index : firstTooMany;
                        firstVideoTooMany = facts.Videos <= limits.MaxVideos + 1 && item.Kind == MediaKind.Video ? index : firstVideoTooMany;
                        break;
                    case MediaKind.FirstFrame:
                        facts.FirstFrames++;
                        firstFrameTooMany = facts.FirstFrames <= limits.MaxFirstFrames + 1 ? index : firstFrameTooMany;
                        break;
                }

                index++;
            }
        }

        // An item of unknown kind may be the reference that is missing.
        if (facts.References > 0 || isReadable)
        {
            CheckCounts(firstTooMany, firstVideoTooMany, firstFrameTooMany, findings, facts);
        }

        CheckVoice(fields, hasItemVoice, findings, facts);
    }

    private static void CheckCounts(int firstTooMany, int firstVideoTooMany, int firstFrameTooMany, FindingList findings, in RequestFacts facts)
    {
        if (facts.References == 0 && facts.FirstFrames > 0)
        {
            findings.Error(
                "media.first_frame_alone",
                MediaPointer,
                "A first_frame needs at least one reference_image or reference_video beside it.");
        }
        else
        {
            InputChecks.CheckCounts(MediaPointer, At(firstTooMany), At(firstVideoTooMany), findings, facts);
        }

        if (facts.FirstFrames > facts.Family!.Input.MaxFirstFrames)
        {
            findings.Error(
                "media.too_many_first_frames",
                At(firstFrameTooMany),
                $"{facts.Model} takes at most {facts.Family.Input.MaxFirstFrames} first_frame, but there are {facts.FirstFrames}.");
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
        else if (UrlRules.Check(item.Url, At(index, InputField.MediaUrl), limits.Urls(item.Kind), limits.Formats(item.Kind), limits, findings))
        {
            CheckKindOfFile(item, index, limits, findings);
        }

        CheckItemVoice(item, index, limits, findings);
        return item.Kind != MediaKind.None;
    }

    private static void CheckKindOfFile(in MediaItem item, int index, InputRules limits, FindingList findings)
    {
        using var url = Utf8Text.Of(item.Url);
        if (item.Kind != MediaKind.None && UrlRules.HasExtension(url.Span, limits.Formats(item.Kind == MediaKind.Video ? MediaKind.Image : MediaKind.Video)))
        {
            findings.Warning("media.other_kind", At(index), item.Kind == MediaKind.Video
                ? "This reference_video looks like an image by the end of its URL."
                : "This image looks like a video by the end of its URL.");
        }
    }

    private static void CheckItemVoice(in MediaItem item, int index, InputRules limits, FindingList findings)
    {
        if (item.OwnVoice.IsGiven())
        {
            UrlRules.Check(item.OwnVoice, At(index, InputField.ReferenceVoice), limits.VoiceUrls, [], limits, findings);
        }

        if (item.OtherVoice.IsGiven())
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

        if (item.Kind == MediaKind.FirstFrame && item.Voice.IsGiven())
        {
            findings.Warning(
                "voice.on_first_frame",
                At(index, item.OwnVoice.IsGiven() ? InputField.ReferenceVoice : MediaItem.OtherVoiceField),
                "A first_frame does not speak: a voice belongs to a reference_image or reference_video.");
        }
    }

    private static void CheckVoice(in InputFields fields, bool hasItemVoice, FindingList findings, in RequestFacts facts)
    {
        if (!fields.ReferenceVoice.IsGiven() || !UrlRules.Check(fields.ReferenceVoice, VoicePointer, facts.Family!.Input.VoiceUrls, [], facts.Family.Input, findings))
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
