using System.Globalization;

namespace Orchestrator.Simulator.Arm.Types;

/// <summary>What the resource types of one provider have in common on the wire.</summary>
/// <param name="CreatingState">The state of a resource while it is first made: Network says Updating even then.</param>
/// <param name="WriteRetryAfter">Seconds that an accepted PUT asks the client to wait.</param>
internal sealed record ProviderStyle(string Namespace, string CreatingState, int WriteRetryAfter, int DeleteRetryAfter)
{
    public static readonly ProviderStyle Network = new("Microsoft.Network", "Updating", 1, 10) { ETagMember = "etag", ETagFormat = "W/\"{0}\"", ListsErrorDetails = true };

    /// <summary>Private DNS shares the namespace and nothing else.</summary>
    public static readonly ProviderStyle PrivateDns = new("Microsoft.Network", "Creating", 60, 60)
    {
        ETagMember = "etag", ETagFormat = "{0}", StatusSegment = "privateDnsOperationStatuses", ResultSegment = "privateDnsOperationResults", OperationsInGroup = true,
    };

    public static readonly ProviderStyle Compute = new("Microsoft.Compute", "Creating", 10, 10)
    {
        ETagMember = "etag", ETagFormat = "\"{0}\"", ResultSegment = "operations", ResultQuery = "monitor=true&", DescribesOperations = true,
    };

    public static readonly ProviderStyle Resources = new("Microsoft.Resources", "Accepted", 15, 15) { ResultSegment = "operationresults" };
    public static readonly ProviderStyle ManagedIdentity = new("Microsoft.ManagedIdentity", "Accepted", 0, 0);
    public static readonly ProviderStyle Authorization = new("Microsoft.Authorization", "Accepted", 0, 0);

    public static readonly ProviderStyle Storage = new("Microsoft.Storage", "Creating", 17, 17) { StatusSegment = null, ResultSegment = "asyncoperations", ResultQuery = "monitor=true&" };

    public static readonly ProviderStyle ContainerService = new("Microsoft.ContainerService", "Creating", 10, 10)
    {
        ETagMember = "eTag", ETagFormat = "{0}", StatusSegment = "operationStatus", ResultSegment = "operationresults", DescribesOperations = true,
    };

    /// <summary>Fleets name their two URLs the other way round.</summary>
    public static readonly ProviderStyle Fleet = new("Microsoft.ContainerService", "Creating", 10, 10)
    {
        ETagMember = "eTag", ETagFormat = "\"{0}\"", StatusSegment = "operationresults", ResultSegment = "operationStatus", DescribesOperations = true,
    };

    /// <summary>What is installed into a cluster is polled below itself, and has no <c>Location</c>.</summary>
    public static readonly ProviderStyle KubernetesConfiguration = new("Microsoft.KubernetesConfiguration", "Creating", 15, 15) { ResultSegment = null, OperationsBelowResource = true, DescribesOperations = true };

    public static readonly ProviderStyle EventGrid = new("Microsoft.EventGrid", "Creating", 10, 10) { StatusSegment = "operationsStatus", DescribesOperations = true };

    /// <summary>What lies below the blob service has etags; accounts have none.</summary>
    public static readonly ProviderStyle StorageData = new("Microsoft.Storage", "Creating", 17, 17) { ETagMember = "etag", ETagFormat = "\"{0}\"", StatusSegment = null, ResultSegment = "asyncoperations", ResultQuery = "monitor=true&" };

    /// <summary>The member of a body that holds the etag; null for providers without etags.</summary>
    public string? ETagMember { get; private init; }

    public bool HasETags => ETagMember is not null;

    /// <summary>The path segment of the URL in <c>Azure-AsyncOperation</c>; null where the provider sends <c>Location</c> only.</summary>
    public string? StatusSegment { get; private init; } = "operations";

    /// <summary>The path segment of the URL in <c>Location</c>; null where the provider sends <c>Azure-AsyncOperation</c> only.</summary>
    public string? ResultSegment { get; private init; } = "operationResults";

    /// <summary>What the query of that URL starts with.</summary>
    public string ResultQuery { get; private init; } = "";

    /// <summary>Operations are polled below their resource group rather than below a location.</summary>
    public bool OperationsInGroup { get; private init; }

    /// <summary>Operations are polled below the resource that they change.</summary>
    public bool OperationsBelowResource { get; private init; }

    /// <summary>The status of an operation tells its name and times.</summary>
    public bool DescribesOperations { get; private init; }

    /// <summary>The error of an operation always has a list of details.</summary>
    public bool ListsErrorDetails { get; private init; }

    private string ETagFormat { get; init; } = "";

    /// <summary>An etag as this provider writes it.</summary>
    public string ETag(Guid value) => string.Format(CultureInfo.InvariantCulture, ETagFormat, value);
}
