namespace Wan.Hosting.Doors.Descriptions;

/// <summary>What the doors are about, in the order of the description.</summary>
public static class DoorGroups
{
    /// <summary>Asking for videos, and following what becomes of them.</summary>
    public const string Generations = "Generations";

    /// <summary>The videos, and what is done with them.</summary>
    public const string Videos = "Videos";

    /// <summary>Pictures, videos and sounds of requesters.</summary>
    public const string Files = "Files";

    /// <summary>What can be asked for.</summary>
    public const string Models = "Models";

    /// <summary>Who may ask.</summary>
    public const string Keys = "Keys";

    /// <summary>Being told of what becomes of generations.</summary>
    public const string Webhooks = "Webhooks";

    /// <summary>What was used, and what may still be.</summary>
    public const string Usage = "Usage";

    /// <summary>The service itself.</summary>
    public const string Service = "Service";

    /// <summary>What each is, by its name.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> All { get; } =
    [
        (Generations, "Ask for videos, follow what becomes of them, cancel them."),
        (Videos, "Fetch the videos and their proof, keep them, decide on what came and is not the video. Where Archiver is a process of its own, Intake sends on to it (307)."),
        (Files, "Upload pictures, videos and sounds that have no URL, to be named in requests."),
        (Models, "What can be asked for, its limits and its prices."),
        (Webhooks, "Be told of what becomes of generations, by the Standard Webhooks specification. Where Notifier is a process of its own, Intake passes on to it."),
        (Keys, "Say who may ask, and for what. With keys, a tenant sees and changes its own generations only."),
        (Usage, "What was used and what it cost, what a tenant has left, and what the accounts may still do."),
        (Service, "The service itself: what there is, whether it is well, what its vendor tells it."),
    ];
}
