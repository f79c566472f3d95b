using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>What the server says of itself. https://www.mongodb.com/docs/manual/reference/command/hello/</summary>
internal sealed class Topology(string me)
{
    public const string SetName = "wan";

    // Of MongoDB 8.0.
    private const int MaxWireVersion = 25;

    private readonly Lock gate = new();
    private readonly ObjectId electionId = ObjectId.GenerateNewId();
    private ObjectId processId = ObjectId.GenerateNewId();
    private long counter = 6;
    private bool isPrimary = true;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TimeSpan ElectionTime { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether it takes writes, and reads of the primary.</summary>
    public bool IsPrimary
    {
        get
        {
            lock (gate)
                return isPrimary;
        }
    }

    public void Restarted()
    {
        lock (gate)
        {
            processId = ObjectId.GenerateNewId();
            counter = 6;
            isPrimary = true;
        }
    }

    /// <summary>It is a secondary now, until it wins the next election a moment later.</summary>
    /// <returns>The version.</returns>
    public BsonDocument StepDown()
    {
        lock (gate)
        {
            if (isPrimary)
            {
                Change(toPrimary: false);
                _ = WinAsync();
            }

            return Version(counter);
        }
    }

    /// <summary>Waits until the version is not the one that was named, or until the time that was named is over.</summary>
    public async Task WaitForChangeAsync(WireCommand hello, CancellationToken cancellationToken)
    {
        Task change;
        lock (gate)
        {
            if (hello.Body["topologyVersion"] != Version(counter))
                return;
            change = changed.Task;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(change, Task.Delay(TimeSpan.FromMilliseconds(hello.Body["maxAwaitTimeMS"].ToInt64()), over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    public BsonDocument Hello(WireCommand command)
    {
        command.Knows("helloOk", "topologyVersion", "maxAwaitTimeMS", "client", "compression", "backpressure");
        var answer = new BsonDocument { { "helloOk", true } };
        var now = DateTime.UtcNow;
        bool isWritable;
        lock (gate)
        {
            answer.Add("topologyVersion", Version(counter));
            isWritable = isPrimary;
        }

        answer.Add("hosts", new BsonArray { me });
        answer.Add("setName", SetName);
        answer.Add("setVersion", 1);
        answer.Add(command.Name == "hello" ? "isWritablePrimary" : "ismaster", isWritable);
        answer.Add("secondary", !isWritable);
        answer.Add("primary", me, isWritable);
        answer.Add("me", me);
        answer.Add("electionId", electionId);
        answer.Add("lastWrite", new BsonDocument { { "lastWriteDate", now }, { "majorityWriteDate", now } });
        answer.Add("maxBsonObjectSize", StoredCollection.MaxDocumentBytes);
        answer.Add("maxMessageSizeBytes", WireMessage.MaxBytes);
        answer.Add("maxWriteBatchSize", WriteCommands.MaxBatch);
        answer.Add("localTime", now);
        answer.Add("logicalSessionTimeoutMinutes", 30);
        answer.Add("connectionId", 1);
        answer.Add("minWireVersion", 0);
        answer.Add("maxWireVersion", MaxWireVersion);
        answer.Add("readOnly", false);
        answer.Add("ok", 1.0);
        return answer;
    }

    private async Task WinAsync()
    {
        await Task.Delay(ElectionTime);
        lock (gate)
        {
            if (!isPrimary)
                Change(toPrimary: true);
        }
    }

    private void Change(bool toPrimary)
    {
        isPrimary = toPrimary;
        counter++;
        changed.TrySetResult();
        changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private BsonDocument Version(long number) => new() { { "processId", processId }, { "counter", number } };
}
