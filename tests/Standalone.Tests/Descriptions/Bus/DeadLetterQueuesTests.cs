using Wan.Intake.DeadLetters;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>The queues whose dead letters are seen are those that our services take messages from.</summary>
[Collection(OnRabbitMqTogether.Name)]
public sealed class DeadLetterQueuesTests(StandaloneOnRabbitMq standalone)
{
    [Fact]
    public async Task All_queues_at_the_broker_are_known()
    {
        var ours = (await standalone.QueuesAsync()).Where(queue => !DeadLetterQueues.All.Contains(queue));

        ours.ShouldBe(DeadLetterQueues.Endpoints, ignoreOrder: true);
    }
}
