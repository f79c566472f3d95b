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
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Restarted()
    {
        lock (gate)
        {
            processId = ObjectId.GenerateNewId();
            counter = 6;
        }
    }

    /// <summary>It lost an election and won the next one.</summary>
    /// <returns>The version of the time between.</returns>
    public BsonDocument Changed()
    {
        lock (gate)
        {
            var between = Version(counter + 1);
            counter += 2;
            changed.TrySetResult();
            changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return between;
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
        lock (gate)
            answer.Add("topologyVersion", Version(counter));
        answer.Add("hosts", new BsonArray { me });
        answer.Add("setName", SetName);
        answer.Add("setVersion", 1);
        answer.Add(command.Name == "hello" ? "isWritablePrimary" : "ismaster", true);
        answer.Add("secondary", false);
        answer.Add("primary", me);
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

    private BsonDocument Version(long number) => new() { { "processId", processId }, { "counter", number } };
}
