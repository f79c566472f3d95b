using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Wan.Hosting.Doors;

/// <summary>The section <c>Doors</c>: who may ask this process over HTTP.</summary>
public sealed class DoorOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Doors";

    /// <summary>
    /// Names under which requesters know this process, such as <c>wan.example.com</c> or <c>*.example.com</c>; <c>*</c> for any. IP addresses,
    /// <c>localhost</c> and names without a dot are known without.
    /// </summary>
    public IList<string> Hosts { get; init; } = [];

    /// <summary>Web pages that may ask it from a browser, such as <c>https://studio.example.com</c>, besides those that it serves itself.</summary>
    public IList<string> Origins { get; init; } = [];

    /// <summary>
    /// Most connections at once; further ones are closed. It is never more than half of the files that the process may have open, since each takes one
    /// (<c>ulimit -n</c>).
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; set; } = 2000;
}

[OptionsValidator]
internal sealed partial class DoorOptionsValidator : IValidateOptions<DoorOptions>;
