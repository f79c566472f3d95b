using Wan.Fixtures;
using Wan.Soak;
using Xunit.Abstractions;

namespace Wan.EndToEnd.Tests;

/// <summary>A short run of what <c>./wan soak</c> does.</summary>
[Collection("rabbitmq 3")]
public sealed class SoakTests(RabbitMqBroker broker, ITestOutputHelper output)
{
    [Fact]
    public async Task Submitters_that_die_and_freeze_while_answers_are_lost_and_others_do_as_they_like_break_no_law()
    {
        var options = new SoakOptions
        {
            Seed = 1,
            Duration = TimeSpan.FromSeconds(30),
            Kinds = ChaosKinds.Submitters | ChaosKinds.LostAnswers | ChaosKinds.ForeignClient | ChaosKinds.OddMessages | ChaosKinds.ForeignDeclarations,
            Say = output.WriteLine,
        };

        var (figures, faults) = await SoakRun.RunAsync(options, broker, CancellationToken.None);

        output.WriteLine(figures.ToString());
        faults.Select(fault => fault.Text).ShouldBeEmpty();
    }
}
