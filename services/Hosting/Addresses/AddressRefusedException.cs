namespace Wan.Hosting.Addresses;

/// <summary>A URL leads to where this service may not go.</summary>
/// <param name="message">Where to, and what can be done.</param>
public sealed class AddressRefusedException(string message) : Exception(message)
{
    /// <summary>The one that an exception was caused by; null if it was none.</summary>
    public static AddressRefusedException? In(Exception? exception) => exception switch
    {
        null => null,
        AddressRefusedException refused => refused,
        _ => In(exception.InnerException),
    };
}
