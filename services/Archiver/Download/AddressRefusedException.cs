namespace Wan.Archiver.Download;

/// <summary>A URL leads to where downloads may not go.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
