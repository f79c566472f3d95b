namespace Wan.DashScope;

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

    // 408 and 499 are said by something in between that gave up waiting: the request may have gone through all the same.
    public static bool IsRefusal(DashScopeError error) => error.HttpStatus is >= 400 and < 500 and not 408 and not 499;

    private static bool Has(string[] codes, string code) => codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}
