namespace Wan.Storage;

/// <summary>What a collection is asked beside single documents by their id. It has the indexes of the queries that it declares, and no others.</summary>
[Flags]
public enum DocumentQueries
{
    /// <summary>Documents are found by their id only.</summary>
    None = 0,

    /// <summary><see cref="IDocuments{T}.FindByUniqueKeyAsync"/>; no document of another collection may have an <see cref="IDocument.UniqueKey"/>.</summary>
    UniqueKey = 1 << 0,

    /// <summary><see cref="IDocuments{T}.ClaimDueAsync"/> and <see cref="IDocuments{T}.DueAfterAsync"/> over all groups.</summary>
    Due = 1 << 1,

    /// <summary>The same within a group, the oldest or the latest first.</summary>
    GroupDue = 1 << 2,

    /// <summary>Claims of the lowest rank of a group, and <see cref="IDocuments{T}.CountBeforeAsync"/>.</summary>
    GroupRank = 1 << 3,

    /// <summary>Pages of all documents.</summary>
    Created = 1 << 4,

    /// <summary>Pages by <see cref="IDocument.Status"/>.</summary>
    Status = 1 << 5,

    /// <summary>Pages by <see cref="IDocument.Tenant"/>.</summary>
    Tenant = 1 << 6,

    /// <summary>Pages by both.</summary>
    TenantStatus = 1 << 7,

    /// <summary>Pages by <see cref="IDocument.LookupKey"/>.</summary>
    LookupKey = 1 << 8,

    /// <summary>What changed of one <see cref="IDocument.Tenant"/>, by <see cref="IDocument.ChangedAt"/>.</summary>
    Changed = 1 << 9,

    /// <summary>What changed of all tenants, and of none.</summary>
    ChangedAll = 1 << 10,
}
