namespace Wan.Hosting.Tracing;

/// <summary>A message by which a request comes in from outside: the span that handles it is the root of what follows, also if it brings a trace.</summary>
/// <param name="exchange">The exchange it comes by, after which the span is named.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class DoorAttribute(string exchange) : Attribute
{
    /// <summary>The exchange it comes by.</summary>
    public string Exchange => exchange;
}
