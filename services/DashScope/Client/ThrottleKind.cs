namespace Wan.DashScope.Client;

/// <summary>Why the vendor answered 429, which tells whether and how long to wait.</summary>
public enum ThrottleKind
{
    /// <summary>Too many calls in the last second or minute (<c>Throttling</c>, <c>Throttling.RateQuota</c>). Recovers within a minute.</summary>
    Rate,

    /// <summary>The rate rose too quickly (<c>Throttling.BurstRate</c>). Recovers within a minute; raise the rate more slowly.</summary>
    Burst,

    /// <summary>The account's quota of running work is used up (<c>Throttling.AllocationQuota</c>). Recovers as tasks end.</summary>
    Allocation,

    /// <summary>A matter of payment although it comes as 429 (overdue bill, nothing purchased, free quota used up). Waiting does not help.</summary>
    Billing,
}
