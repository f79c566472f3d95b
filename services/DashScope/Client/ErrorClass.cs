namespace Wan.DashScope.Client;

/// <summary>
/// Sorts the vendor's errors by who has to act. The codes are those of its error page, in CamelCase and in the snake_case of its
/// newer endpoints (help.aliyun.com/zh/model-studio/error-code).
/// </summary>
internal static class ErrorClass
{
    private static readonly string[] BillingCodes = ["CommodityNotPurchased", "PrepaidBillOverdue", "PostpaidBillOverdue"];

    private static readonly string[] AccountCodes =
    [
        "InvalidApiKey", "invalid_api_key", "Unauthorized", "NOT AUTHORIZED", "Arrearage", "AccessDenied", "access_denied",
        "AccessDenied.Unpurchased", "Model.AccessDenied", "Workspace.AccessDenied", "App.AccessDenied",
        "AllocationQuota.FreeTierOnly", "WorkSpaceNotFound",
    ];

    private static readonly string[] ModelCodes = ["ModelNotFound", "model_not_found", "model_not_supported", "Model.AccessDenied"];

    // Its page words an unknown model as a wrong parameter too, and one that another endpoint serves as a wrong URL (with a full-width mark).
    private static readonly string[] ModelMessages = ["Model not exist", "url error, please check url"];

    public static bool IsThrottling(DashScopeError error) => error.HttpStatus == 429;

    public static ThrottleKind Throttling(DashScopeError error)
    {
        if (Has(BillingCodes, error.Code) || error.Message.Contains("Free allocated quota exceeded", StringComparison.OrdinalIgnoreCase))
        {
            return ThrottleKind.Billing;
        }

        return error.Code switch
        {
            "Throttling.BurstRate" or "limit_burst_rate" => ThrottleKind.Burst,
            "Throttling.AllocationQuota" or "insufficient_quota" => ThrottleKind.Allocation,
            _ => ThrottleKind.Rate,
        };
    }

    public static bool IsAccountProblem(DashScopeError error) =>
        error.HttpStatus is 401 or 403 || (error.HttpStatus is >= 400 and < 500 && (Has(AccountCodes, error.Code) || Has(BillingCodes, error.Code)));

    /// <summary>Whether it is the model that the vendor won't have, there or from this account, whatever the rest of the request says.</summary>
    public static bool IsModelProblem(DashScopeError error) =>
        (IsRefusal(error) && Has(ModelCodes, error.Code))
        || (error.HttpStatus == 400 && ModelMessages.Any(message => error.Message.StartsWith(message, StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// Whether nothing at this address takes submits, so that none was taken: it is not there, or moved, or wants something else of the connection, and it
    /// is not the vendor who says so in its own JSON. 303 is not among them: it may follow a request that was dealt with.
    /// </summary>
    public static bool IsWrongAddress(DashScopeError error) => error.HttpStatus switch
    {
        301 or 302 or 307 or 308 => error.IsForeign,
        404 => error.IsForeign || error.Code is "NotFound" or "not_found",
        405 or 407 or 410 or 421 or 426 => error.IsForeign,
        _ => false,
    };

    // 408 and 499 are said by something in between that gave up waiting: the request may have gone through all the same.
    public static bool IsRefusal(DashScopeError error) => error.HttpStatus is >= 400 and < 500 and not 408 and not 499;

    private static bool Has(string[] codes, string code) => codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
