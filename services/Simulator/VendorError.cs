namespace Wan.Simulator;

/// <summary>An answer that is not 200: <c>{code, message, request_id}</c>, nothing nested.</summary>
internal sealed record VendorError(int Status, string Code, string Message)
{
    public static readonly VendorError NoKey = new(401, "InvalidApiKey", "No API-key provided.");
    public static readonly VendorError WrongKey = new(401, "InvalidApiKey", "Invalid API-key provided.");
    public static readonly VendorError NotAsynchronous = new(403, "AccessDenied", "current user api does not support synchronous calls.");
    public static readonly VendorError NotJson = new(400, "InvalidParameter", "Required body invalid, please check the request body format.");
    public static readonly VendorError TooLarge = new(400, "BadRequest.TooLarge", "Payload Too Large");
    public static readonly VendorError NoModel = new(400, "BadRequest.EmptyModel", "Required parameter(model) missing or invalid, please check the request parameters.");
    public static readonly VendorError NoInput = new(400, "BadRequest.EmptyInput", "Required input parameter missing from request.");
    public static readonly VendorError UnknownModel = new(400, "InvalidParameter", "Model not exist.");
    public static readonly VendorError WrongUrl = new(400, "InvalidParameter", "url error, please check url！");
    public static readonly VendorError NotCancelable =
        new(400, "UnsupportedOperation", "Failed to cancel the task, please confirm if the task is in PENDING status.");
    public static readonly VendorError RateQuota = new(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.");
    public static readonly VendorError QueueFull = new(429, "Throttling", "Too many asynchronous tasks are waiting, please try again later.");

    public static readonly VendorError NotFound = new(404, "NotFound", "There is nothing at this address.");

    public static VendorError Invalid(string message) => new(400, "InvalidParameter", message);

    public static VendorError WrongMethod(string method) => Invalid($"Request method '{method}' is not supported.");
}
