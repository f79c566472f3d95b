using System.Buffers.Binary;
using System.Text;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Wan.Fixtures.MongoWire;

/// <summary>Messages as bytes. https://github.com/mongodb/specifications/blob/master/source/message/OP_MSG.md</summary>
internal static class WireMessage
{
    /// <summary>The longest message, in bytes, as a real server has it.</summary>
    public const int MaxBytes = 48_000_000;

    private const int HeaderBytes = 16;
    private const int OpReply = 1;
    private const int OpQuery = 2004;
    private const int OpMsg = 2013;
    private const int ChecksumPresent = 1;
    private const int MoreToCome = 1 << 1;
    private const int ExhaustAllowed = 1 << 16;

    /// <summary>Reads the next command; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">It is no message that a server takes.</exception>
    public static async Task<WireCommand?> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        if (await stream.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken) < HeaderBytes)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (length is < HeaderBytes + 5 or > MaxBytes)
            throw new InvalidDataException($"a message of {length} bytes");
        var payload = new byte[length - HeaderBytes];
        await stream.ReadExactlyAsync(payload, cancellationToken);
        var requestId = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(4));
        return BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) switch
        {
            OpMsg => ReadMsg(payload, requestId),
            OpQuery => ReadQuery(payload, requestId),
            var code => throw new InvalidDataException($"the operation code {code}"),
        };
    }

    /// <summary>Writes an answer.</summary>
    /// <param name="command">What it answers.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="id">Its number.</param>
    /// <param name="responseTo">The number of the message that it follows.</param>
    /// <param name="hasMore">Another one follows without being asked for.</param>
    public static byte[] Write(WireCommand command, BsonDocument answer, int id, int responseTo, bool hasMore)
    {
        using var memory = new MemoryStream();
        using var stream = new BsonStreamAdapter(memory);
        stream.WriteInt32(0);
        stream.WriteInt32(id);
        stream.WriteInt32(responseTo);
        stream.WriteInt32(command.IsLegacy ? OpReply : OpMsg);
        if (command.IsLegacy)
        {
            stream.WriteInt32(8); // AwaitCapable.
            stream.WriteInt64(0);
            stream.WriteInt32(0);
            stream.WriteInt32(1);
        }
        else
        {
            stream.WriteInt32(hasMore ? MoreToCome : 0);
            stream.WriteByte(0);
        }

        using (var writer = new BsonBinaryWriter(stream))
            BsonDocumentSerializer.Instance.Serialize(BsonSerializationContext.CreateRoot(writer), answer);
        var bytes = memory.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length);
        return bytes;
    }

    private static WireCommand ReadMsg(byte[] payload, int requestId)
    {
        using var stream = new BsonStreamAdapter(new MemoryStream(payload));
        using var reader = new BsonBinaryReader(stream);
        var flags = stream.ReadInt32();
        var end = payload.Length - ((flags & ChecksumPresent) != 0 ? 4 : 0);
        BsonDocument? body = null;
        var sequences = new List<BsonElement>();
        while (stream.Position < end)
        {
            switch (stream.ReadByte())
            {
                case 0 when body is null:
                    body = ReadDocument(reader);
                    break;
                case 1:
                    var sequenceEnd = stream.Position + stream.ReadInt32();
                    var name = stream.ReadCString(new UTF8Encoding(false, true));
                    var documents = new BsonArray();
                    while (stream.Position < sequenceEnd)
                        documents.Add(ReadDocument(reader));
                    sequences.Add(new BsonElement(name, documents));
                    break;
                default:
                    throw new InvalidDataException("a section of an unknown kind");
            }
        }

        if (body is null || body.ElementCount == 0)
            throw new InvalidDataException("a message without a command");
        body.AddRange(sequences);
        return new WireCommand(body, requestId, IsLegacy: false, (flags & MoreToCome) != 0, (flags & ExhaustAllowed) != 0);
    }

    private static WireCommand ReadQuery(byte[] payload, int requestId)
    {
        using var stream = new BsonStreamAdapter(new MemoryStream(payload));
        using var reader = new BsonBinaryReader(stream);
        stream.ReadInt32();
        stream.ReadCString(new UTF8Encoding(false, true));
        stream.ReadInt32();
        stream.ReadInt32();
        var command = new WireCommand(ReadDocument(reader), requestId, IsLegacy: true, WantsNoAnswer: false, AllowsExhaust: false);
        return command.IsHello ? command : throw new InvalidDataException($"{command} as OP_QUERY");
    }

    private static BsonDocument ReadDocument(BsonBinaryReader reader) =>
        BsonDocumentSerializer.Instance.Deserialize(BsonDeserializationContext.CreateRoot(reader));
}
