namespace Wan.Hosting.Doors.Access;

/// <summary>Whether a request is let in: one of the two is there.</summary>
/// <param name="Requester">Who asks.</param>
/// <param name="Refusal">Why they are not let in.</param>
public sealed record AccessVerdict(Requester? Requester, AccessRefusal? Refusal)
{
    /// <summary>They are let in.</summary>
    public static implicit operator AccessVerdict(Requester requester) => new(requester, null);

    /// <summary>They are not.</summary>
    public static implicit operator AccessVerdict(AccessRefusal refusal) => new(null, refusal);
}

/// <summary>Why nobody is known by what a request shows.</summary>
/// <param name="Code">Of the finding.</param>
/// <param name="Message">What is wrong, and what to do.</param>
public sealed record AccessRefusal(string Code, string Message)
{
    /// <summary>Nothing is shown.</summary>
    public static AccessRefusal Missing { get; } = new("auth.missing", "No key was shown. Send one as 'Authorization: Bearer wan_...'.");

    /// <summary>Something is shown, but by two headers or in another form than a key has.</summary>
    public static AccessRefusal Malformed { get; } = new("auth.unknown", "The header Authorization must stand there once, as 'Bearer' and a key such as wan_..., as it was shown when it was made.");

    /// <summary>No such key.</summary>
    public static AccessRefusal Unknown { get; } = new("auth.unknown", "There is no such key. Use the one that was shown when it was made, or have an operator make another.");

    /// <summary>Its time is over.</summary>
    public static AccessRefusal Expired { get; } = new("auth.expired", "The key's time is over. Have an operator make another.");

    /// <summary>It was revoked.</summary>
    public static AccessRefusal Revoked { get; } = new("auth.revoked", "The key was revoked. Have an operator make another.");

    /// <summary>Nobody can be known yet, so that only this machine's own are let in.</summary>
    public static AccessRefusal NotNearby { get; } = new(
        "auth.missing",
        "No key was made yet, so that only requests from this machine are let in, and none that a proxy has forwarded. Make one there: ./wan keys add NAME --tenant TENANT");

    /// <summary>This service has no keys of its own.</summary>
    public static AccessRefusal NotSigned { get; } = new("auth.missing", "This service takes signed addresses only. Ask Intake, which sends on whoever may.");

    /// <summary>The signature is not that of this address.</summary>
    public static AccessRefusal WronglySigned { get; } = new("auth.unknown", "The signature is not one of this address and method. Ask for the address anew.");

    /// <summary>The signature is genuine, but no longer good.</summary>
    public static AccessRefusal SignatureExpired { get; } = new("auth.expired", "The time of this address is over. Ask for it anew.");
}
