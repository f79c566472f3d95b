using Wan.Storage;

namespace Wan.Submitter;

/// <summary>A document that several processes write, and by whose times the others go.</summary>
internal interface ISharedDocument : IDocument
{
    /// <summary>Who wrote it last: host and process id.</summary>
    string? WrittenBy { get; set; }
}
