namespace Wan.Contracts;

/// <summary>How a task is known to be a generation's where the answer to its POST did not name it.</summary>
public static class TaskFoundBy
{
    /// <summary>The vendor's list shows it with the request id of the POST.</summary>
    public const string RequestId = "request_id";

    /// <summary>It has succeeded, and has the prompt and the facts of the request.</summary>
    public const string Prompt = "prompt";

    /// <summary>A person named it, who may be mistaken.</summary>
    public const string Operator = "operator";
}
