using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wan.Intake.Sagas;
using Wan.Storage;

namespace Wan.Intake.Tests.Sagas;

/// <summary>What sagas must find in every store.</summary>
public abstract class SagaRepositoryConformance : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Guid ballotId = Guid.NewGuid();
    private ServiceProvider services = null!;
    private ITestHarness harness = null!;
    private IDocuments<Ballot> ballots = null!;

    /// <summary>The section <c>Storage</c> of the store.</summary>
    protected abstract IReadOnlyDictionary<string, string?> Settings { get; }

    public async Task InitializeAsync()
    {
        services = new ServiceCollection()
            .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(Settings).Build())
            .AddDocuments(new Collection<Ballot>("polls", "ballots", BallotJson.Default.Ballot) { Queries = DocumentQueries.Created })
            .AddMassTransitTestHarness(bus =>
            {
                bus.SetTestTimeouts(Patience, Patience);
                bus.AddSagaStateMachine<BallotStateMachine, Ballot>().DocumentRepository();
                bus.AddConfigureEndpointsCallback((context, _, endpoint) =>
                {
                    endpoint.UseMessageRetry(retry => retry.Interval(50, TimeSpan.FromMilliseconds(20)));
                    endpoint.UseInMemoryOutbox(context);
                });
            })
            .BuildServiceProvider(validateScopes: true);
        harness = services.GetRequiredService<ITestHarness>();
        ballots = services.GetRequiredService<IDocuments<Ballot>>();
        (await services.GetRequiredService<IDocumentStore>().PrepareAsync(CancellationToken.None)).ShouldBeTrue();
        await harness.Start();
    }

    public async Task DisposeAsync()
    {
        await services.DisposeAsync();
        await DisposeStoreAsync();
    }

    [Fact]
    public async Task Of_many_events_at_once_none_is_lost()
    {
        const int Votes = 50;
        await harness.Bus.Publish(new OpenBallot(ballotId));
        await Task.WhenAll(Enumerable.Range(0, Votes).Select(_ => harness.Bus.Publish(new Vote(ballotId))));

        var ballot = await UntilAsync(found => found?.Votes == Votes);

        // One insert and one write for each vote: no vote was counted in a write that another one overwrote.
        ballot!.Version.ShouldBe(Votes + 1);
    }

    [Fact]
    public async Task The_same_first_message_many_times_makes_one_instance()
    {
        const int Times = 20;
        await Task.WhenAll(Enumerable.Range(0, Times).Select(_ => harness.Bus.Publish(new OpenBallot(ballotId))));

        // Each ends well: the first makes the instance, the others find it.
        var handled = 0;
        await foreach (var _ in harness.Consumed.SelectAsync<OpenBallot>(message => message.Exception is null))
        {
            if (++handled == Times)
                break;
        }

        handled.ShouldBe(Times);
        (await ballots.PageAsync(new PageQuery { Limit = 10 })).Items.ShouldHaveSingleItem().CorrelationId.ShouldBe(ballotId);
    }

    [Fact]
    public async Task A_document_that_was_there_before_the_first_event_is_taken_up()
    {
        await ballots.InsertAsync(new Ballot { CorrelationId = ballotId, CreatedAt = DateTimeOffset.UtcNow, State = "Open", Votes = 7 });

        await harness.Bus.Publish(new Vote(ballotId));

        (await UntilAsync(found => found?.Votes == 8)).ShouldNotBeNull().Version.ShouldBe(2);
    }

    [Fact]
    public async Task What_a_handler_publishes_comes_after_the_state_is_stored()
    {
        await harness.Bus.Publish(new OpenBallot(ballotId));
        await harness.Bus.Publish(new CloseBallot(ballotId));

        var closed = await harness.Published.SelectAsync<BallotClosed>().First();

        closed.Context.Message.BallotId.ShouldBe(ballotId);
        (await ballots.FindAsync(ballotId.ToString())).ShouldNotBeNull().State.ShouldBe("Closed");
    }

    [Fact]
    public async Task An_instance_can_be_loaded_outside_of_a_message()
    {
        await ballots.InsertAsync(new Ballot { CorrelationId = ballotId, CreatedAt = DateTimeOffset.UtcNow, State = "Open", Votes = 3 });
        var repository = services.GetRequiredService<ILoadSagaRepository<Ballot>>();

        (await repository.Load(ballotId)).ShouldNotBeNull().Votes.ShouldBe(3);
        (await repository.Load(Guid.NewGuid())).ShouldBeNull();
    }

    protected abstract ValueTask DisposeStoreAsync();

    private async Task<Ballot?> UntilAsync(Func<Ballot?, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var ballot = await ballots.FindAsync(ballotId.ToString(), patience.Token);
            if (condition(ballot))
                return ballot;
            await Task.Delay(10, patience.Token);
        }
    }
}
