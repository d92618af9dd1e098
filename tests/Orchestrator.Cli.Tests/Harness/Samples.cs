using Orchestrator.Contracts.Clusters;
using Orchestrator.Contracts.Drift;
using Orchestrator.Contracts.Errors;
using Orchestrator.Contracts.Operations;
using Orchestrator.Contracts.Plans;
using Orchestrator.Contracts.SubscriptionEvents;

namespace Orchestrator.Cli.Tests.Harness;

/// <summary>Answers of a server, as they would come for a small cluster.</summary>
internal static class Samples
{
    public const string OperationId = "default.c1.1";
    public const string GroupId = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/c1";

    public static readonly ClusterKey Cluster = new("default", "c1");

    private static readonly DateTimeOffset Start = CommandRunner.Start;

    public static EventsStatus Events => new()
    {
        Subscription = "s1",
        Settings = new EventsSettings { FunctionAppId = "/app" },
        State = OperationState.Running,
        Detail = "writing SystemTopic/orchestrator-resources",
        Plan =
        [
            new PlanNode { Step = new GraphStep { Key = "SystemTopic/orchestrator-resources", Kind = "SystemTopic", Name = "orchestrator-resources", Verb = StepVerb.Ensure, Action = PlanAction.Create } },
            new PlanNode
            {
                Step = new GraphStep { Key = "EventSubscription/orchestrator", Kind = "EventSubscription", Name = "orchestrator", Verb = StepVerb.Ensure, Action = PlanAction.Update },
                Changes = [new FieldChange("$.properties.retryPolicy.maxDeliveryAttempts", "5", "30")],
            },
        ],
    };

    public static ClusterStatus ClusterReady => new()
    {
        Cluster = Cluster,
        Phase = ClusterPhase.Ready,
        Generation = 2,
        ObservedGeneration = 2,
        Location = "westeurope",
        ResourceGroup = "c1",
        Version = "v1.31.0",
        ControlPlaneVersion = "v1.31.0",
        Endpoint = "https://c1-a1b2.westeurope.cloudapp.azure.com:6443",
        ControlPlaneReplicas = 3,
        WorkerReplicas = 2,
        OperationId = OperationId,
        CreatedAt = Start,
        UpdatedAt = Start.AddMinutes(7),
        ServerTime = Start.AddMinutes(95),
    };

    public static DriftReport Drift => new()
    {
        Cluster = Cluster,
        Generation = 2,
        CheckedAt = Start.AddMinutes(90),
        Policy = DriftPolicy.Repair,
        RepairOperationId = "default.c1.3",
        Findings =
        [
            Finding("loadBalancers/c1-public-lb", "$.properties.probes['HTTPSProbe'].properties.requestPath", "/readyz", "/healthz") with
            {
                ChangedBy = new ResourceWriter { Who = "alice@contoso.com", Operation = "Microsoft.Network/loadBalancers/write", Time = Start.AddMinutes(80) },
                Repairs = 2,
            },
            Finding("natGateways/c1-node-natgw-1", field: null, "present", found: null) with { Kind = DriftKind.Missing, Repair = DriftRepair.Create },
            new DriftFinding
            {
                Kind = DriftKind.Node, Resource = "c1-mp-0000001", ResourceType = "Node", Name = "c1-mp-0000001", Field = "Ready", Wanted = "True", Found = "Unknown", Repair = DriftRepair.Roll,
                Since = Start.AddMinutes(88), RepairFrom = Start.AddMinutes(93),
            },
        ],
    };

    private static DriftFinding Finding(string name, string? field, string wanted, string? found) => new()
    {
        Kind = DriftKind.Field,
        Resource = $"{GroupId}/providers/Microsoft.Network/{name}",
        ResourceType = $"Microsoft.Network/{name.Split('/')[0]}",
        Name = name.Split('/')[1],
        Field = field,
        Wanted = wanted,
        Found = found,
        Repair = DriftRepair.Update,
    };

    public static ClusterStatus ClusterFailed => ClusterReady with
    {
        Cluster = new ClusterKey("team-a", "c2"),
        Phase = ClusterPhase.Failed,
        Generation = 1,
        ObservedGeneration = 0,
        ControlPlaneVersion = null,
        Endpoint = null,
        OperationId = null,
        Error = QuotaError,
        Source = Revision(4, 'a'),
        SourceStatus = new SourceStatus
        {
            Source = Revision(5, 'b'),
            State = SourceState.Failed,
            Time = Start.AddMinutes(60),
            Error = ErrorCatalog.InvalidManifest.With("The manifest has 1 error(s); nothing was changed. The first: clusters/c2.yaml:4: The field 'locatoin' is not known."),
        },
    };

    private static SourceRevision Revision(int sequence, char digit) => new()
    {
        Repository = "https://git.example.com/org/clusters",
        Path = "clusters",
        Revision = new string(digit, 40),
        Sequence = sequence,
        CommitTime = Start.AddMinutes(sequence),
    };

    public static OrchestratorError QuotaError => ErrorCatalog.QuotaExceeded.With(
        "standardDSv3Family in westeurope: limit 10, in use 8, wanted 4.", $"{GroupId}/providers/Microsoft.Compute/virtualMachineScaleSets/c1-mp-0")
        with { AzureCode = "QuotaExceeded", HttpStatus = 409, CorrelationId = "6f1c" };

    /// <summary>What polling sees while a cluster comes up.</summary>
    public static IReadOnlyList<OperationStatus> CreateSequence =>
    [
        Operation(0, OperationState.Pending, 0),
        Operation(2, OperationState.Running, 0, Group(0, null), Network(null, null), ControlPlane(null, null)),
        Operation(9, OperationState.Running, 25, Group(0, 2), Network(2, null), ControlPlane(null, null)),
        Operation(75, OperationState.Running, 50, Group(0, 2), Network(2, 12), ControlPlane(12, null), Machine(StepState.Running, 13, null)),
        Operation(130, OperationState.Running, 50, Group(0, 2), Network(2, 12), ControlPlane(12, null), Machine(StepState.Retrying, 13, null)),
        Operation(412, OperationState.Succeeded, 100, Group(0, 2), Network(2, 12), ControlPlane(12, 411), Machine(StepState.Done, 13, 410)),
    ];

    public static OperationStatus FailedOperation => Operation(
        190, OperationState.Failed, 50, Group(0, 2), Network(2, 12), ControlPlane(12, 188) with { State = StepState.Failed, Detail = null, Error = QuotaError }) with { Error = QuotaError };

    public static OperationStatus ForcedDeletion => Operation(700, OperationState.Failed, 50, Group(0, 2)) with
    {
        Id = "default.c1.3",
        Kind = OperationKind.Delete,
        Error = ErrorCatalog.ResourcesLeft.With($"2 resource(s) of {Cluster} are left: {GroupId}, {GroupId}/providers/Microsoft.Network/virtualNetworks/c1-vnet.", Cluster.ToString()),
        Leaks =
        [
            new LeakedResource(GroupId, IsCertain: true, "The scope is locked.", ErrorCatalog.PolicyOrLock.With("The scope is locked.", GroupId)),
            new LeakedResource($"{GroupId}/providers/Microsoft.Network/virtualNetworks/c1-vnet", IsCertain: false, "Azure could not be asked whether it is there: Azure failed to answer."),
        ],
    };

    private static KeptResource Theirs => new($"{GroupId}/providers/Microsoft.Storage/storageAccounts/theirdata", "it was not made for the cluster");

    public static OperationStatus DeletionThatKeeps => Operation(300, OperationState.Succeeded, 100, Group(0, 2)) with { Id = "default.c1.4", Kind = OperationKind.Delete, Kept = [Theirs] };

    /// <summary>Of a group in which others have something.</summary>
    public static ClusterPlan Deletion(bool foreignToo) => Plan with
    {
        Kind = OperationKind.Delete,
        OfWorkloads = [$"{GroupId}/providers/Microsoft.Network/loadBalancers/kubernetes"],
        Summary = new PlanSummary(0, 0, 0, foreignToo ? 1 : 2, foreignToo ? 0 : 1, 0),
        Nodes = foreignToo
            ? [Node(StepKinds.ResourceGroup, "c1", PlanAction.Delete) with { Foreign = [Theirs], Note = "It goes with 1 resource(s) in it that are not the cluster's:" }]
            :
            [
                Node(StepKinds.VirtualNetwork, "c1-vnet", PlanAction.Delete),
                Node(StepKinds.LoadBalancer, "kubernetes", PlanAction.Delete),
                Node(StepKinds.ForeignResources, "c1", PlanAction.Read) with { Foreign = [Theirs], Note = "The resource group stays, with 1 resource(s) in it that are not the cluster's; to delete them too: orc delete cluster --delete-foreign" },
            ],
    };

    public static ClusterPlan Plan => new()
    {
        Cluster = Cluster,
        Generation = 2,
        Kind = OperationKind.Apply,
        Summary = new PlanSummary(Create: 1, Update: 1, Replace: 1, Delete: 1, Keep: 2, MachinesToRoll: 2),
        Nodes =
        [
            Node(StepKinds.ResourceGroup, "c1", PlanAction.Keep),
            Node(StepKinds.VirtualNetwork, "shared-vnet", PlanAction.Read),
            Node(StepKinds.NetworkSecurityGroup, "c1-node-nsg", PlanAction.Create),
            Node(StepKinds.LoadBalancer, "c1-public-lb", PlanAction.Update, new FieldChange("$.properties.probes[0].properties.port", "6443", "443"), new FieldChange("$.tags.owner", null, "team-a")),
            Node(StepKinds.PublicIPAddress, "pip-c1", PlanAction.Replace, new FieldChange("$.sku.name", "Basic", "Standard")),
            Node(StepKinds.RouteTable, "c1-old-routes", PlanAction.Delete),
            Node(StepKinds.MachinePool, "c1-mp-0", PlanAction.Keep) with
            {
                Machines =
                [
                    new MachineChange("c1-mp-0000000", PlanAction.Replace, [new FieldChange("$.version", "v1.30.2", "v1.31.0")]),
                    new MachineChange("c1-mp-0000001", PlanAction.Keep, []),
                    new MachineChange("c1-mp-0000002", PlanAction.Replace, [new FieldChange("$.version", "v1.30.2", "v1.31.0")]),
                ],
            },
        ],
    };

    public static ClusterPlan EmptyPlan => Plan with
    {
        Nodes = [Node(StepKinds.ResourceGroup, "c1", PlanAction.Keep)],
        Summary = new PlanSummary(0, 0, 0, 0, 1, 0),
    };

    private static PlanNode Node(string kind, string name, PlanAction action, params FieldChange[] changes) => new()
    {
        Step = new GraphStep { Key = $"{kind}/{name}", Kind = kind, Name = name, Verb = StepVerb.Ensure, Action = action },
        Changes = changes,
    };

    private static OperationStatus Operation(int at, OperationState state, int percent, params StepStatus[] steps) => new()
    {
        Id = OperationId,
        Cluster = Cluster,
        Kind = OperationKind.Apply,
        State = state,
        Generation = 1,
        Percent = percent,
        Phase = state == OperationState.Running ? "Creating resources" : null,
        CreatedAt = Start,
        UpdatedAt = Start.AddSeconds(at),
        Resources = steps,
    };

    private static StepStatus Group(int? started, int? finished) => Step(StepKinds.ResourceGroup, "c1", started, finished);

    private static StepStatus Network(int? started, int? finished) => Step(StepKinds.VirtualNetwork, "c1-vnet", started, finished) with { DependsOn = ["ResourceGroup/c1"] };

    private static StepStatus ControlPlane(int? started, int? finished) => Step(StepKinds.ControlPlane, "c1-control-plane", started, finished) with { DependsOn = ["VirtualNetwork/c1-vnet"] };

    private static StepStatus Machine(StepState state, int started, int? finished) => Step(StepKinds.VirtualMachine, "c1-control-plane-x7k2p", started, finished) with
    {
        Parent = "ControlPlane/c1-control-plane",
        State = state,
        Error = state == StepState.Retrying ? ErrorCatalog.RateLimited.With("Azure asks to wait 17 s.") : null,
    };

    private static StepStatus Step(string kind, string name, int? started, int? finished) => new()
    {
        Key = $"{kind}/{name}",
        Kind = kind,
        Name = name,
        Verb = StepVerb.Ensure,
        State = finished is not null ? StepState.Done : started is not null ? StepState.Running : StepState.Waiting,
        StartedAt = started is null ? null : Start.AddSeconds(started.Value),
        FinishedAt = finished is null ? null : Start.AddSeconds(finished.Value),
        Detail = finished is not null ? "created" : null,
    };
}
