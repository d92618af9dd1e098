namespace Orchestrator.Activities.Azure;

/// <summary>
/// Which limits a request draws on, and the figures. Sources: Azure docs, Understand how Azure Resource Manager throttles requests (2025-05) for ARM and
/// Microsoft.Network; Compute throttling limits (2024-05) for Microsoft.Compute; Guidance for throttled requests (2024-01) for Resource Graph;
/// Quotas, SKUs and regions in AKS (2026-08) for Microsoft.ContainerService.
/// </summary>
internal static class RequestLimits
{
    /// <summary>A subscription's limit for all callers together is this much larger than each caller's.</summary>
    private const int AllCallers = 15;

    private static readonly RequestLimit Reads = RequestLimit.PerSecond("ARM reads", 250, 25);
    private static readonly RequestLimit Writes = RequestLimit.PerSecond("ARM writes", 200, 10);
    private static readonly RequestLimit Deletes = RequestLimit.PerSecond("ARM deletes", 200, 10);

    private static readonly RequestLimit NetworkReads = RequestLimit.PerWindow("Microsoft.Network reads", 10_000, TimeSpan.FromMinutes(5));
    private static readonly RequestLimit NetworkWrites = RequestLimit.PerWindow("Microsoft.Network writes", 1_000, TimeSpan.FromMinutes(5));
    private static readonly RequestLimit PrivateDnsReads = RequestLimit.PerWindow("private DNS reads", 500, TimeSpan.FromMinutes(5));
    private static readonly RequestLimit Graph = RequestLimit.PerWindow("Resource Graph queries", 15, TimeSpan.FromSeconds(5));

    private static readonly RequestLimit AksLists = RequestLimit.PerSecond("AKS lists", 500, 1);
    private static readonly RequestLimit AksGroupLists = RequestLimit.PerSecond("AKS lists of one group", 60, 1);
    private static readonly RequestLimit AksClusterWrites = RequestLimit.PerMinute("AKS cluster writes of one", 1, 20);
    private static readonly RequestLimit AksPoolWrites = RequestLimit.PerMinute("AKS pool writes of one", 1, 20);
    private static readonly RequestLimit AksClusterReads = RequestLimit.PerSecond("AKS cluster reads of one", 60, 1);
    private static readonly RequestLimit AksOperationReads = RequestLimit.PerSecond("AKS operation reads", 200, 2);
    private static readonly RequestLimit AksOthers = RequestLimit.PerSecond("other AKS requests", 60, 1);

    /// <summary>By type and action: what one resource bears, and what a subscription's resources of the kind bear together.</summary>
    private static readonly Dictionary<(string Type, ComputeAction Action), (RequestLimit? Resource, RequestLimit Subscription)> Compute = new()
    {
        [(ArmTypes.VirtualMachine, ComputeAction.Write)] = (Each("VM writes", 4), Together("VM writes", 500)),
        [(ArmTypes.VirtualMachine, ComputeAction.Delete)] = (Each("VM deletes", 4), Together("VM deletes", 500)),
        [(ArmTypes.VirtualMachine, ComputeAction.Read)] = (Each("VM reads", 12), Together("VM reads", 8_000)),
        [(ArmTypes.VirtualMachine, ComputeAction.List)] = (null, Together("VM lists", 300)),
        [(ArmTypes.VirtualMachineScaleSet, ComputeAction.Create)] = (Each("scale set creates", 4), Together("scale set creates", 125)),
        [(ArmTypes.VirtualMachineScaleSet, ComputeAction.Write)] = (Each("scale set updates", 4), Together("scale set updates", 500)),
        [(ArmTypes.VirtualMachineScaleSet, ComputeAction.Delete)] = (Each("scale set deletes", 4), Together("scale set deletes", 175)),
        [(ArmTypes.VirtualMachineScaleSet, ComputeAction.Read)] = (Each("scale set reads", 12), Together("scale set reads", 800)),
        [(ArmTypes.VirtualMachineScaleSet, ComputeAction.List)] = (null, Together("scale set lists", 360)),
        [(ArmTypes.ScaleSetInstance, ComputeAction.Write)] = (Each("scale set instance updates", 4), Together("scale set instance updates", 500)),
        [(ArmTypes.ScaleSetInstance, ComputeAction.Delete)] = (Each("scale set instance deletes", 4), Together("scale set instance deletes", 500)),
        [(ArmTypes.ScaleSetInstance, ComputeAction.Read)] = (Each("scale set instance reads", 12), Together("scale set instance reads", 2_000)),

        // The instances of one set, which is the resource here.
        [(ArmTypes.ScaleSetInstance, ComputeAction.List)] = (Each("scale set instance lists", 10), Together("scale set lists", 360)),
    };

    /// <summary>Keys and limits of a request, the widest first. Keys hold whatever the limit is counted by.</summary>
    /// <param name="request">What is to be sent.</param>
    /// <param name="principal">Who sends it.</param>
    /// <param name="armRegion">Which of ARM's regions answers us.</param>
    public static IEnumerable<(string Key, RequestLimit Limit)> Of(ArmRequest request, string principal, string armRegion)
    {
        var limit = request.Verb switch
        {
            ArmVerb.Get => Reads,
            ArmVerb.Delete => Deletes,
            _ => Writes,
        };
        var subscription = ResourceId.TryGetSubscription(request.Url.AbsolutePath);
        if (subscription is null)
        {
            yield return ($"{limit.Name}|tenant|{principal}|{armRegion}", limit);
        }
        else
        {
            yield return ($"{limit.Name}|all|{subscription}|{armRegion}", limit with { Size = limit.Size * AllCallers, Refill = limit.Refill * AllCallers });
            yield return ($"{limit.Name}|{subscription}|{principal}|{armRegion}", limit);
        }

        foreach (var (scope, own) in OfProvider(request))
        {
            yield return ($"{own.Name}|{subscription}|{principal}|{request.Region}|{scope}", own);
        }
    }

    private static IEnumerable<(string Scope, RequestLimit Limit)> OfProvider(ArmRequest request)
    {
        if (request.Type == ArmTypes.ResourceGraph)
        {
            return [("", Graph)];
        }

        if (request.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal))
        {
            return [("", request.Verb != ArmVerb.Get ? NetworkWrites : request.Type.StartsWith("Microsoft.Network/privateDns", StringComparison.Ordinal) ? PrivateDnsReads : NetworkReads)];
        }

        if (request.Type.StartsWith("Microsoft.ContainerService/", StringComparison.OrdinalIgnoreCase))
        {
            return [OfContainerService(request)];
        }

        if (!Compute.TryGetValue((request.Type, ActionOf(request)), out var limits))
        {
            return [];
        }

        return limits.Resource is { } own ? [("", limits.Subscription), (request.Id, own)] : [("", limits.Subscription)];
    }

    private static (string Scope, RequestLimit Limit) OfContainerService(ArmRequest request)
    {
        var path = request.Url.AbsolutePath;
        return (request.Verb, request.Type) switch
        {
            (ArmVerb.Get, _) when IsOperation(path) => ("", AksOperationReads),
            (ArmVerb.Get, ArmTypes.ManagedCluster) when !request.IsList => (request.Id, AksClusterReads),
            (ArmVerb.Get, ArmTypes.ManagedCluster) => ResourceId.GroupIdOf(path) is { } group ? (group.ToLowerInvariant(), AksGroupLists) : ("", AksLists),
            (ArmVerb.Put, ArmTypes.ManagedCluster) => (request.Id, AksClusterWrites),
            (ArmVerb.Put, ArmTypes.AgentPool) => (request.Id, AksPoolWrites),
            _ => ("", AksOthers),
        };
    }

    /// <summary>Where AKS tells of its operations; the name is written in several casings.</summary>
    private static bool IsOperation(string path) =>
        path.Contains("/operationStatus/", StringComparison.OrdinalIgnoreCase) || path.Contains("/operations/", StringComparison.OrdinalIgnoreCase)
        || path.Contains("/operationresults/", StringComparison.OrdinalIgnoreCase);

    private static ComputeAction ActionOf(ArmRequest request) => request.Verb switch
    {
        ArmVerb.Get when request.IsList => ComputeAction.List,
        ArmVerb.Get => ComputeAction.Read,
        ArmVerb.Delete => ComputeAction.Delete,
        ArmVerb.Put when request is { IsNew: true, Type: ArmTypes.VirtualMachineScaleSet } => ComputeAction.Create,
        ArmVerb.Post when IsRemoval(request.Url.AbsolutePath) => ComputeAction.Delete,
        _ => ComputeAction.Write,
    };

    /// <summary>Actions that Compute counts with the deletes.</summary>
    private static bool IsRemoval(string path) => ResourceId.NameOf(path) is "delete" or "deallocate" or "powerOff";

    private static RequestLimit Each(string name, int refill) => RequestLimit.PerMinute($"{name} of one", refill, 3 * refill);

    private static RequestLimit Together(string name, int refill) => RequestLimit.PerMinute(name, refill, 3 * refill);

    private enum ComputeAction
    {
        Read,
        List,
        Create,
        Write,
        Delete,
    }
}
