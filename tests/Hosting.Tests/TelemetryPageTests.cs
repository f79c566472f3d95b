using System.Reflection;
using Wan.Fixtures;
using Wan.Hosting.Tracing;

namespace Wan.Hosting.Tests;

public sealed class TelemetryPageTests
{
    [Theory]
    [InlineData(typeof(WanSpans))]
    [InlineData(typeof(WanAttributes))]
    public void The_page_names_each(Type names)
    {
        var page = File.ReadAllText(Repository.File("docs/telemetry.md"));
        names.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!)
            .ShouldAllBe(name => page.Contains($"`{name}`", StringComparison.Ordinal));
    }
}
