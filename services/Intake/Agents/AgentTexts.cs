namespace Wan.Intake.Agents;

/// <summary>What agents are told.</summary>
internal static class AgentTexts
{
    public const string Instructions = """
        Makes videos by Alibaba's Wan video models, which are paid for by the second and take minutes. Look at list_models for what can be asked for, and at get_model for the fields of the one that fits; price a request with estimate_video, which
        costs nothing, and tell the person what it may cost before create_video. Then watch it with get_video and wait_seconds until its status is completed, failed, cancelled or rejected. If an answer of
        create_video is lost, call it again with the same idempotency_key: it is the same video, paid once.
        """;

    public const string Estimate = "Says what a video would cost, what is wrong or odd about the request, and what would be sent to the vendor. Nothing is saved or sent, and it is free.";

    public const string Create = """
        Asks for a video. It costs money: up to estimate.amount_max of estimate_video, billed by the vendor once it is made. It answers at once with the generation's id and its status; the video takes minutes.
        """;

    public const string Get = "Shows a video that was asked for: its status, place in the line, cost, error, and the address of the video once it is completed.";

    public const string List = "Lists videos that were asked for, newest first.";

    public const string Cancel = """
        Gives a video up. Certain, and free, while it waits or is pending at the vendor; one that renders already goes on and is paid, unless discard throws its result away (it is paid all the same). What has
        become of it is seen with get_video.
        """;

    public const string Models = "Lists the models in short: which inputs each takes, from how many to how many seconds its videos last, their resolutions, what a second costs, and whether an account here may run it.";

    public const string Model = "Shows all of one model: fields and limits of its input, its parameters with their defaults, sizes, and prices by region.";

    public const string Name = "The model's name, as list_models has it; a date may stand behind it.";

    public const string Request = "The request, in the vendor's own shape, with a few optional fields of ours.";

    public const string Key = "Your own id of this request, 1 to 255 characters, such as a UUID made for it. The same key and request again is the same video and is paid once; the same key with another request is refused.";

    public const string MaxCost = "Refuse, and ask for nothing, if it may cost more than this, or if that is not known. A number in the currency of the estimate.";

    public const string Wait = "Answer at its end, or after so many seconds (1 to 60) with what there is by then. Without it, at once.";

    public const string Id = "The generation's id, a UUID.";
}
