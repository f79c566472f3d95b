namespace Wan.Storage;

/// <summary>A stored document is none that this release can read. Others of its collection are none the worse.</summary>
/// <param name="collection">Owner and name of the collection.</param>
/// <param name="id">The document's id.</param>
/// <param name="reason">What is wrong with it.</param>
/// <param name="innerException">Its cause.</param>
public sealed class UnreadableDocumentException(string collection, string id, string reason, Exception? innerException = null)
    : StorageException($"The stored document {id} of {collection} can't be read by this release: {reason}", innerException);
