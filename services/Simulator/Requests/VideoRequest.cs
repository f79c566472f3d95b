using Wan.Simulator.Video;

namespace Wan.Simulator.Requests;

/// <summary>What a request asks for, once read: the video, what it will cost and, if it can't be made, why the task will fail.</summary>
internal sealed record VideoRequest
{
    public required string Prompt { get; init; }

    public required VideoShape Shape { get; init; }

    /// <summary>Resolution tier as <c>usage.SR</c> tells it, such as 720 or 1080.</summary>
    public required int Tier { get; init; }

    /// <summary><c>usage.ratio</c>; null for a family whose pictures are not chosen by ratio.</summary>
    public string? Ratio { get; init; }

    /// <summary>Seconds of input video that are paid for.</summary>
    public required double InputSeconds { get; init; }

    /// <summary>What <c>usage</c> has, as the model's page names it and in its order; null: what it always had.</summary>
    public string[]? Usage { get; init; }

    /// <summary>The uploads that it refers to (<c>oss://</c>); null for none.</summary>
    public string[]? Files { get; init; }

    /// <summary>The task fails with this instead of making a video.</summary>
    public TaskFailure? Failure { get; init; }
}

/// <summary>Why a task failed, as its query tells it; a null code is a failure without a reason.</summary>
internal sealed record TaskFailure(string? Code, string? Message)
{
    public static TaskFailure Invalid(string message) => new("InvalidParameter", message);
}
