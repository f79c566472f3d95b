using System.Reflection;
using Wan.Fixtures;
using Wan.Hosting.Tracing;

namespace Wan.Hosting.Tests;

public sealed class TelemetryPageTests
{
    [Theory]
    [InlineData(typeof(WanSpans))]
    [InlineData(typeof(WanAttributes))]
    public void The_pages_name_each(Type names)
    {
        var page = File.ReadAllText(Repository.File("docs/telemetry.md")) + File.ReadAllText(Repository.File("docs/metrics.md"));
        names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)
            .ShouldAllBe(name => page.Contains($"`{name}`", StringComparison.Ordinal));
    }
}
