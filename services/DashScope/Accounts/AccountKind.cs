namespace Wan.DashScope.Accounts;

/// <summary>What a video on an account is.</summary>
public enum AccountKind
{
    /// <summary>Real, and paid for by the second: every address that is not one of the others.</summary>
    Paid,

    /// <summary>At an address of this machine: not the vendor's, and not paid for.</summary>
    Local,

    /// <summary>From our own simulator.</summary>
    Simulated,
}
