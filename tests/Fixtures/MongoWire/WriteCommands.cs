using MongoDB.Bson;

namespace Wan.Fixtures.MongoWire;

/// <summary>Commands that change documents.</summary>
internal sealed class WriteCommands(ServerData data)
{
    /// <summary>The most statements in one command.</summary>
    public const int MaxBatch = 100_000;

    public BsonDocument Insert(WireCommand command)
    {
        command.Knows("documents", "ordered");
        return Batch(command, "documents", (collection, document) =>
        {
            // A real server makes an id and puts it first; the driver always sends one.
            if (!document.Contains("_id"))
                throw new NotKnownException("a document without an id");
            collection.Insert(document);
            return new BsonDocument("n", 1);
        });
    }

    public BsonDocument Update(WireCommand command)
    {
        command.Knows("updates", "ordered");
        return Batch(command, "updates", (collection, statement) =>
        {
            Knows(statement, "q", "u", "upsert", "multi");
            var (filter, isMulti) = (statement["q"].AsBsonDocument, statement.GetValue("multi", false).ToBoolean());
            if (isMulti && command.IsRetryable)
                throw new CommandException(72, "InvalidOptions", "Cannot use retryable writes with multi=true");
            var found = collection.Find(filter).Take(isMulti ? int.MaxValue : 1).ToList();
            if (found.Count == 0 && statement.GetValue("upsert", false).ToBoolean())
                return new BsonDocument { { "n", 1 }, { "nModified", 0 }, { "upserted", Upsert(collection, filter, statement["u"])["_id"] } };
            var changed = found.Count(document => Change(collection, document, statement["u"]) != document);
            return new BsonDocument { { "n", found.Count }, { "nModified", changed } };
        });
    }

    public BsonDocument Delete(WireCommand command)
    {
        command.Knows("deletes", "ordered");
        return Batch(command, "deletes", (collection, statement) =>
        {
            Knows(statement, "q", "limit");
            if (statement["limit"].ToInt32() == 0 && command.IsRetryable)
                throw new CommandException(72, "InvalidOptions", "Cannot use retryable writes with limit=0");
            var found = collection.Find(statement["q"].AsBsonDocument).Take(statement["limit"].ToInt32() == 0 ? int.MaxValue : 1).ToList();
            found.ForEach(collection.Remove);
            return new BsonDocument("n", found.Count);
        });
    }

    public BsonDocument FindAndModify(WireCommand command)
    {
        command.Knows("query", "sort", "update", "new", "upsert", "remove");
        var records = data.Retries.Of(command);
        if (records is not null && records.TryGetValue(0, out var told))
            return new BsonDocument(told) { { "retriedStmtId", 0 }, { "ok", 1.0 } };
        var answer = Modify(command, data.FindOrMake(command.Database, command.Collection!));
        if (records is not null && answer["lastErrorObject"]["n"] != 0)
            records[0] = new BsonDocument(answer);
        return answer.Add("ok", 1.0);
    }

    private static BsonDocument Modify(WireCommand command, StoredCollection collection)
    {
        var filter = command.Body["query"].AsBsonDocument;
        var found = collection.Find(filter, command.Body.GetValue("sort", new BsonDocument()).AsBsonDocument).FirstOrDefault();
        if (command.Body.GetValue("remove", false).ToBoolean())
        {
            if (found is not null)
                collection.Remove(found);
            return Told(new BsonDocument("n", found is null ? 0 : 1), found);
        }

        var isNew = command.Body.GetValue("new", false).ToBoolean();
        if (found is not null)
        {
            var after = Change(collection, found, command.Body["update"]);
            return Told(new BsonDocument { { "n", 1 }, { "updatedExisting", true } }, isNew ? after : found);
        }

        if (!command.Body.GetValue("upsert", false).ToBoolean())
            return Told(new BsonDocument { { "n", 0 }, { "updatedExisting", false } }, null);
        var made = Upsert(collection, filter, command.Body["update"]);
        return Told(new BsonDocument { { "n", 1 }, { "updatedExisting", false }, { "upserted", made["_id"] } }, isNew ? made : null);
    }

    private static BsonDocument Told(BsonDocument lastError, BsonDocument? value) =>
        new() { { "lastErrorObject", lastError }, { "value", value is null ? BsonNull.Value : value } };

    private static BsonDocument Change(StoredCollection collection, BsonDocument before, BsonValue update)
    {
        var after = DocumentUpdate.Apply(before, update);
        if (after == before)
            return before;
        collection.Replace(before, after);
        return after;
    }

    private static BsonDocument Upsert(StoredCollection collection, BsonDocument filter, BsonValue update)
    {
        var start = DocumentUpdate.FromFilter(filter);
        var made = DocumentUpdate.Apply(
            update is BsonDocument replacement && !DocumentUpdate.HasOperators(replacement) && start.TryGetValue("_id", out var id) ? new BsonDocument("_id", id) : start,
            update,
            isInsert: true);
        if (!made.Contains("_id"))
            throw new NotKnownException("an upsert without an id");
        collection.Insert(made);
        return made;
    }

    private static bool DidSomething(BsonDocument told) => told.Contains("upserted") || told.GetValue("nModified", told["n"]) != 0;

    private static void Knows(BsonDocument statement, params ReadOnlySpan<string> options)
    {
        foreach (var name in statement.Names)
        {
            if (!options.Contains(name))
                throw new NotKnownException($"the option {name} of a statement");
        }
    }

    private BsonDocument Batch(WireCommand command, string name, Func<StoredCollection, BsonDocument, BsonDocument> run)
    {
        var statements = command.Body[name].AsBsonArray;
        if (statements.Count is 0 or > MaxBatch)
            throw new CommandException(16, "InvalidLength", $"Write batch sizes must be between 1 and {MaxBatch}. Got {statements.Count} operations.");
        var collection = data.FindOrMake(command.Database, command.Collection!);
        var records = data.Retries.Of(command);
        var answer = new BsonDocument("n", 0);
        var (errors, upserted, retried) = (new BsonArray(), new BsonArray(), new BsonArray());
        for (var i = 0; i < statements.Count; i++)
        {
            BsonDocument? told = null;
            if (records?.TryGetValue(i, out told) is true)
            {
                retried.Add(i);
            }
            else
            {
                try
                {
                    told = run(collection, statements[i].AsBsonDocument);
                }
                catch (CommandException exception) when (exception is not NotKnownException)
                {
                    errors.Add(exception.WriteError(i));
                    if (command.Body.GetValue("ordered", true).ToBoolean())
                        break;
                    continue;
                }

                if (records is not null && DidSomething(told))
                    records[i] = told;
            }

            answer["n"] = answer["n"].AsInt32 + told!["n"].AsInt32;
            if (told.TryGetValue("nModified", out var modified))
                answer["nModified"] = answer.GetValue("nModified", 0).AsInt32 + modified.AsInt32;
            if (told.TryGetValue("upserted", out var id))
                upserted.Add(new BsonDocument { { "index", i }, { "_id", id } });
        }

        if (command.Name == "update" && !answer.Contains("nModified"))
            answer["nModified"] = 0;
        answer.Add("upserted", upserted, upserted.Count > 0);
        answer.Add("writeErrors", errors, errors.Count > 0);
        answer.Add("retriedStmtIds", retried, retried.Count > 0);
        return answer.Add("ok", 1.0);
    }
}
