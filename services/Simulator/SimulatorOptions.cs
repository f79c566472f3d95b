namespace Wan.Simulator;

/// <summary>What the simulated vendor is like. Every limit can be switched off with 0.</summary>
public sealed class SimulatorOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Simulator";

    /// <summary>How long a task runs.</summary>
    public TimeRange RenderTime { get; set; } = TimeRange.Parse("00:00:02..00:00:05");

    /// <summary>
    /// Whether a task runs about as long as the vendor's samples of its model did (a longer or larger video longer), and not for <see cref="RenderTime"/>. What is
    /// set for one model counts before it.
    /// </summary>
    public bool VendorTimes { get; set; }

    /// <summary>How long a task is PENDING even if nothing runs before it.</summary>
    public TimeRange QueueDelay { get; set; } = TimeRange.Parse("00:00:00.2");

    /// <summary>
    /// How many times faster than told tasks wait and run. The clock itself is the machine's: the times in answers, the windows of
    /// the limits and the lifetime of URLs are true seconds.
    /// </summary>
    public double Speed { get; set; } = 1;

    /// <summary>Submits in any one second, for each account and model.</summary>
    public int SubmitsPerSecond { get; set; } = 5;

    /// <summary>Tasks that run at once, for each account and model; more wait as PENDING.</summary>
    public int RunningTasks { get; set; } = 5;

    /// <summary>Tasks that may wait, for each account and model; one more is answered 429.</summary>
    public int QueuedTasks { get; set; } = 500;

    /// <summary>Queries, lists and cancels in any one second, for each account.</summary>
    public int QueriesPerSecond { get; set; } = 20;

    /// <summary>How long a result's URL works after it has been given out.</summary>
    public TimeSpan UrlLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a task and its video are kept after its end; later its id is UNKNOWN.</summary>
    public TimeSpan TaskRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a file that was uploaded can be referred to.</summary>
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How long a leave to upload is good.</summary>
    public TimeSpan PolicyLifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Megabytes of the largest file that may be uploaded.</summary>
    public int MaxUploadMegabytes { get; set; } = 100;

    /// <summary>How long an input video is taken to be that was not uploaded: the simulator fetches none.</summary>
    public TimeSpan InputVideoLength { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether <c>usage</c> is told as one of the vendor's pages has it: <c>duration</c> is the output's alone, and <c>audio</c> is told. Else, as the newer
    /// page has it, it is input and output together.
    /// </summary>
    public bool OlderUsage { get; set; }

    /// <summary>Bytes that a result has at least (padded with an empty box), for tests of large downloads.</summary>
    public long MinimumVideoBytes { get; set; }

    /// <summary>Render times are drawn from this: the n-th task of a seed always takes the same time.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Where tasks are kept over a restart; null or empty keeps them in memory only.</summary>
    public string? Directory { get; set; }

    /// <summary>Accounts and the API keys of each; empty lets every key in, as an account of its own.</summary>
    public Dictionary<string, string[]> Accounts { get; } = [];

    /// <summary>What is different for a model, by its name. It must be of a known family; a name of one's own needs <c>Catalogue:Models:NAME</c>.</summary>
    public Dictionary<string, ModelOptions> Models { get; } = [];
}
