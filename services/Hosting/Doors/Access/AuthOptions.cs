using Microsoft.Extensions.Options;

namespace Wan.Hosting.Doors.Access;

/// <summary>The section <c>Auth</c>: whom the doors let in.</summary>
public sealed class AuthOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Auth";

    /// <summary>Bytes that a signing key has at least.</summary>
    internal const int LeastKeyBytes = 32;

    /// <summary>True: everybody who reaches the doors may do everything, wherever they listen and whatever keys there are. For a network where something else decides.</summary>
    public bool Disabled { get; set; }

    /// <summary>
    /// A secret that the services share, in base64, of 32 bytes or more (<c>openssl rand -base64 32</c>); Intake signs with it the addresses by which the others
    /// know that it lets a request in. From the environment or a file of <c>WAN_SECRETS</c>, the same for all. Absent, it is the file <c>signing.key</c> in the data folder, which is made
    /// when it is needed; with MongoDB there is no such folder, and it must be set once there are keys.
    /// </summary>
    public string? SigningKey { get; set; }

    /// <summary>The key's bytes; null if none is set.</summary>
    internal byte[]? ReadSigningKey() => string.IsNullOrWhiteSpace(SigningKey) ? null : Read(SigningKey);

    /// <summary>Reads such a key.</summary>
    /// <returns>Null if it is none.</returns>
    internal static byte[]? Read(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length >= LeastKeyBytes ? bytes[..length] : null;
    }
}

/// <summary>Its sentence must not have the key in it.</summary>
internal sealed class AuthOptionsValidator : IValidateOptions<AuthOptions>
{
    public ValidateOptionsResult Validate(string? name, AuthOptions options) =>
        string.IsNullOrWhiteSpace(options.SigningKey) || options.ReadSigningKey() is not null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{AuthOptions.SectionName}:{nameof(AuthOptions.SigningKey)} must be {AuthOptions.LeastKeyBytes} bytes or more in base64; `openssl rand -base64 32` makes one.");
}
