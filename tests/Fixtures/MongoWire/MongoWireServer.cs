using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>
/// A double of a MongoDB 8.0 server, the primary of a replica set of one, for the genuine driver over TCP: it speaks OP_MSG and the commands that
/// this product sends, keeps its documents in memory, answers the retry of a write with what the first try did, and goes wrong on demand
/// (<see cref="Fail"/>, <see cref="GoAsync"/>). Whatever it does not know it refuses, and keeps in <see cref="Unknown"/>.
/// <para>
/// What it does not prove: that a query uses an index, or how fast; what an election, a rollback or a lagging secondary does; what a read concern or
/// a write concern guarantees (both are accepted and nothing more: there is one copy); passwords, TLS, compression, transactions, shards.
/// A test that a real server could fail belongs to a real one as well.
/// </para>
/// </summary>
public sealed class MongoWireServer : IAsyncDisposable
{
    private readonly int port = FreePort.Next();
    private readonly Lock executing = new();
    private readonly Topology topology;
    private readonly ServerCommands commands;
    private readonly ServerData data = new();
    private readonly ConcurrentQueue<string> unknown = new();
    private readonly ConcurrentDictionary<(string Command, string? Collection), int> received = new();
    private Listening? listening;
    private int underWay;

    /// <summary>Begins to listen.</summary>
    public MongoWireServer()
    {
        topology = new Topology($"127.0.0.1:{port}");
        commands = new ServerCommands(data);
        Return();
    }

    /// <summary>Its connection string.</summary>
    public string Address => $"mongodb://127.0.0.1:{port}/?replicaSet={Topology.SetName}";

    /// <summary>What it was asked for and did not know, as sentences. A test whose double has any here proves nothing.</summary>
    public IReadOnlyCollection<string> Unknown => unknown;

    /// <summary>
    /// Queries so far that no index of their collection covered (<see cref="IndexCoverage"/>), without their values. An empty list does not prove that a
    /// real server takes the index.
    /// </summary>
    public IReadOnlyList<string> Uncovered
    {
        get
        {
            lock (executing)
                return [.. data.Collections.SelectMany(collection => collection.Uncovered)];
        }
    }

    /// <summary>How many commands are being run or held back at this moment; a monitor that waits for news is none.</summary>
    public int UnderWay => Volatile.Read(ref underWay);

    /// <summary>How long it is no primary after it has stepped down; some seconds in a real set, where nothing is changed a tenth of one.</summary>
    public TimeSpan ElectionTime
    {
        get => topology.ElectionTime;
        set => topology.ElectionTime = value;
    }

    internal FaultPlan Faults { get; } = new();

    /// <summary>
    /// Lets commands go wrong: those of this name on this collection, any where null is given. Monitoring (<c>hello</c>) goes wrong only if it is named.
    /// Of several faults that fit, the one that was asked for first is met.
    /// </summary>
    /// <param name="kind">How.</param>
    /// <param name="command">The command's name on the wire, such as <c>findAndModify</c>.</param>
    /// <param name="collection">The collection's name without the database's, such as <c>intake.generations</c>.</param>
    /// <param name="times">How many of them; null: all until the fault is disposed.</param>
    /// <param name="delay">For <see cref="FaultKind.Slow"/>: for how long.</param>
    /// <returns>The fault, which ends when it is disposed.</returns>
    public Fault Fail(FaultKind kind, string? command = null, string? collection = null, int? times = 1, TimeSpan delay = default) =>
        Faults.Add(new Fault(kind, command, collection, times, delay));

    /// <summary>How many commands of this name came, retries included; of this collection where one is given.</summary>
    public int Received(string command, string? collection = null) =>
        received.Where(count => count.Key.Command == command && (collection is null || count.Key.Collection == collection)).Sum(count => count.Value);

    /// <summary>Copies of a collection's documents, in no order; empty if it is not there.</summary>
    public IReadOnlyList<BsonDocument> Documents(string database, string collection)
    {
        lock (executing)
            return [.. (data.Find(database, collection)?.All ?? []).Select(document => (BsonDocument)document.DeepClone())];
    }

    /// <summary>The indexes of a collection as <c>listIndexes</c> tells them; empty if it is not there.</summary>
    public IReadOnlyList<BsonDocument> Indexes(string database, string collection)
    {
        lock (executing)
            return [.. data.Find(database, collection)?.Indexes.Select(index => index.Specification) ?? []];
    }

    /// <summary>Does what the server's TTL monitor does every minute, as if it were this time. It does nothing by itself.</summary>
    /// <returns>How many documents left.</returns>
    public int Expire(DateTimeOffset now)
    {
        lock (executing)
            return data.Collections.Sum(collection => collection.Expire(now));
    }

    /// <summary>Cuts all connections and refuses new ones: the server is dead. Its documents stay.</summary>
    public async Task GoAsync()
    {
        if (Interlocked.Exchange(ref listening, null) is { } gone)
            await gone.DisposeAsync();
    }

    /// <summary>Takes connections again, as the same server started anew.</summary>
    public void Return()
    {
        topology.Restarted();
        lock (executing)
            data.Cursors.Clear();
        listening = new Listening(this);
    }

    /// <summary>It is no longer the primary, until it has won the next election.</summary>
    internal BsonDocument StepDown() => topology.StepDown();

    /// <summary>Runs a command other than an awaited hello.</summary>
    internal BsonDocument Run(WireCommand command)
    {
        if (command.NeedsPrimary && !topology.IsPrimary)
            return FaultAnswers.Refusal(FaultKind.NotPrimary, command, topology.StepDown());
        try
        {
            lock (executing)
                return command.IsHello ? topology.Hello(command) : commands.Run(command);
        }
        catch (NotKnownException exception)
        {
            unknown.Enqueue($"{command}: {exception.Message}");
            return exception.Answer();
        }
        catch (CommandException exception)
        {
            return exception.Answer();
        }
    }

    /// <summary>A command has come.</summary>
    internal void Begin(WireCommand command)
    {
        Interlocked.Increment(ref underWay);
        received.AddOrUpdate((command.Name, command.Collection), 1, (_, count) => count + 1);
    }

    /// <summary>It is over, whether it was answered or not.</summary>
    internal void End() => Interlocked.Decrement(ref underWay);

    internal void Refuse(string what) => unknown.Enqueue(what);

    internal Task WaitForChangeAsync(WireCommand hello, CancellationToken cancellationToken) => topology.WaitForChangeAsync(hello, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await GoAsync();

    private sealed class Listening : IAsyncDisposable
    {
        private readonly MongoWireServer server;
        private readonly TcpListener listener;
        private readonly CancellationTokenSource stopping = new();
        private readonly Task accepting;

        public Listening(MongoWireServer server)
        {
            this.server = server;
            listener = FreePort.Listen(server.port, backlog: 1_000);
            accepting = Task.Run(AcceptAsync);
        }

        public async ValueTask DisposeAsync()
        {
            await stopping.CancelAsync();
            listener.Dispose();
            await accepting;
            stopping.Dispose();
        }

        private async Task AcceptAsync()
        {
            var serving = new ConcurrentDictionary<WireConnection, Task>();
            try
            {
                while (true)
                {
                    var connection = new WireConnection(server, await listener.AcceptTcpClientAsync(stopping.Token));
                    serving[connection] = connection.ServeAsync(stopping.Token);
                    _ = serving[connection].ContinueWith(_ => serving.TryRemove(connection, out var _), TaskScheduler.Default);
                }
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                await Task.WhenAll(serving.Values);
            }
        }
    }
}
