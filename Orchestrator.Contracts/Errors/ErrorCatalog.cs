using static Orchestrator.Contracts.Errors.ErrorCategory;
using static Orchestrator.Contracts.Errors.RetryClass;

namespace Orchestrator.Contracts.Errors;

/// <summary>Every error that a user can meet. Codes are never reused. 01xx input, 02xx Azure, 03xx cluster and machines, 04xx state and operations.</summary>
public static class ErrorCatalog
{
    public static readonly ErrorDefinition InvalidYaml = new("ORC0101", nameof(InvalidYaml), Configuration, Terminal, "The document is not valid YAML or JSON.", "Correct the syntax at the line given.");
    public static readonly ErrorDefinition UnknownKind = new("ORC0102", nameof(UnknownKind), Configuration, Terminal, "The document's apiVersion and kind are not known.", "Use one of the kinds that the message lists, or remove the document.");
    public static readonly ErrorDefinition UnknownField = new("ORC0103", nameof(UnknownField), Configuration, Terminal, "The field is not known.", "Remove the field, or spell it as the message suggests.");
    public static readonly ErrorDefinition WrongType = new("ORC0104", nameof(WrongType), Configuration, Terminal, "The value has the wrong type.", "Write a value of the type that the message names.");
    public static readonly ErrorDefinition MissingField = new("ORC0105", nameof(MissingField), Configuration, Terminal, "A required field is missing.", "Add the field.");
    public static readonly ErrorDefinition InvalidValue = new("ORC0106", nameof(InvalidValue), Configuration, Terminal, "The value is not allowed.", "Write one of the values that the message allows.");
    public static readonly ErrorDefinition BrokenReference = new("ORC0107", nameof(BrokenReference), Configuration, Terminal, "The document refers to another that is not there.", "Add the document, or correct the reference.");
    public static readonly ErrorDefinition DuplicateDocument = new("ORC0108", nameof(DuplicateDocument), Configuration, Terminal, "Two documents have the same kind, namespace and name.", "Remove or rename one of them.");
    public static readonly ErrorDefinition UndefinedVariable = new("ORC0109", nameof(UndefinedVariable), Configuration, Terminal, "A variable has no value and no default.", "Set it with --set NAME=VALUE or in the environment.");
    public static readonly ErrorDefinition AddressConflict = new("ORC0110", nameof(AddressConflict), Configuration, Terminal, "Address ranges overlap, or one lies outside the range that must hold it.", "Choose ranges that fit.");
    public static readonly ErrorDefinition ImpossibleVersion = new("ORC0111", nameof(ImpossibleVersion), Configuration, Terminal, "The Kubernetes version is not possible here.", "Choose a version that the message allows.");
    public static readonly ErrorDefinition ImmutableField = new("ORC0112", nameof(ImmutableField), Configuration, Terminal, "The field cannot change once the cluster exists.", "Restore the value, or create another cluster.");
    public static readonly ErrorDefinition NothingToApply = new("ORC0113", nameof(NothingToApply), Configuration, Terminal, "The input holds no cluster.", "Add a cluster document.");
    public static readonly ErrorDefinition UnsupportedFeature = new("ORC0114", nameof(UnsupportedFeature), Configuration, Terminal, "The field asks for something that is not supported yet.", "Remove the field.");
    public static readonly ErrorDefinition InvalidMessage = new("ORC0120", nameof(InvalidMessage), Configuration, Terminal, "The GitOps message is not understood.", "Send a message as docs/schemas/gitops-message.schema.json describes it.");
    public static readonly ErrorDefinition ManifestNotTaken = new("ORC0121", nameof(ManifestNotTaken), Configuration, Terminal, "The manifest that the GitOps message refers to is not taken.", "Put it where the message says, with the digest that it gives.");
    public static readonly ErrorDefinition InvalidManifest = new("ORC0122", nameof(InvalidManifest), Configuration, Terminal, "The manifest has errors; nothing was changed.", "Correct what the diagnostics name.");

    public static readonly ErrorDefinition Unauthenticated = new("ORC0201", nameof(Unauthenticated), ErrorCategory.Unauthenticated, NeedsUser, "Azure did not accept the credential.", "Check the cluster's identity: tenant, client id, secret or federation.");
    public static readonly ErrorDefinition Unauthorized = new("ORC0202", nameof(Unauthorized), ErrorCategory.Unauthorized, NeedsUser, "The identity may not do this.", "Grant it the role that holds the action named in the message, then retry.");
    public static readonly ErrorDefinition QuotaExceeded = new("ORC0203", nameof(QuotaExceeded), ErrorCategory.QuotaExceeded, NeedsUser, "The subscription's quota is used up.", "Raise the quota or choose another size or location, then retry.");
    public static readonly ErrorDefinition RateLimited = new("ORC0204", nameof(RateLimited), ErrorCategory.RateLimited, Transient, "Azure throttles our requests.", "Nothing to do: the request is repeated when Azure allows it.");
    public static readonly ErrorDefinition CapacityDepleted = new("ORC0205", nameof(CapacityDepleted), ErrorCategory.CapacityDepleted, Transient, "Azure has no machines of this size here now.", "Wait, or choose another size, zone or location.");
    public static readonly ErrorDefinition SkuNotAvailable = new("ORC0206", nameof(SkuNotAvailable), ErrorCategory.CapacityDepleted, NeedsUser, "The size is not offered to this subscription here.", "Choose another size, zone or location.");
    public static readonly ErrorDefinition AzureConflict = new("ORC0207", nameof(AzureConflict), ErrorCategory.Conflict, Transient, "Another operation holds the resource.", "Nothing to do: the request is repeated.");
    public static readonly ErrorDefinition ResourceInUse = new("ORC0208", nameof(ResourceInUse), ErrorCategory.Dependency, Transient, "Something still uses the resource.", "Nothing to do if it is ours; else remove what uses it.");
    public static readonly ErrorDefinition AzureNotFound = new("ORC0209", nameof(AzureNotFound), ErrorCategory.NotFound, NeedsUser, "Azure does not have the resource.", "Create it, or correct the reference.");
    public static readonly ErrorDefinition InvalidRequest = new("ORC0210", nameof(InvalidRequest), ErrorCategory.Configuration, Terminal, "Azure refuses the request as it stands.", "Correct the field that Azure's message names.");
    public static readonly ErrorDefinition PolicyOrLock = new("ORC0211", nameof(PolicyOrLock), ErrorCategory.Unauthorized, NeedsUser, "A policy or a lock forbids the change.", "Change the policy or remove the lock, then retry.");
    public static readonly ErrorDefinition AzureUnavailable = new("ORC0212", nameof(AzureUnavailable), ErrorCategory.Dependency, Transient, "Azure failed to answer.", "Nothing to do: the request is repeated.");
    public static readonly ErrorDefinition ProvisioningFailed = new("ORC0213", nameof(ProvisioningFailed), ErrorCategory.Dependency, Transient, "Azure reported that the operation failed.", "The operation is repeated; if it keeps failing, see Azure's message.");
    public static readonly ErrorDefinition NotOurs = new("ORC0214", nameof(NotOurs), ErrorCategory.Conflict, NeedsUser, "A resource of that name exists and is not ours.", "Rename the cluster or resource, or remove the other one.");
    public static readonly ErrorDefinition PreconditionFailed = new("ORC0215", nameof(PreconditionFailed), ErrorCategory.Conflict, Transient, "Somebody else changed the resource meanwhile.", "Nothing to do: it is read again.");
    public static readonly ErrorDefinition ImmutableInAzure = new("ORC0216", nameof(ImmutableInAzure), ErrorCategory.Configuration, Terminal, "Azure cannot change this field of an existing resource.", "Restore the value, or delete the resource.");
    public static readonly ErrorDefinition AzureTimeout = new("ORC0217", nameof(AzureTimeout), ErrorCategory.Timeout, NeedsUser, "Azure did not finish the operation in time.", "See what holds the resource in its activity log, then `orc retry cluster`; if it just takes longer, raise the limit: stepTimeouts in spec.operations, or the annotation orchestrator/step-timeouts.");
    public static readonly ErrorDefinition ReferenceNotFound = new("ORC0218", nameof(ReferenceNotFound), ErrorCategory.Dependency, Transient, "Azure does not see a resource that this one refers to.", "Nothing to do if it was made just now; else create it, or correct the reference.");
    public static readonly ErrorDefinition ProviderNotRegistered = new("ORC0219", nameof(ProviderNotRegistered), Configuration, NeedsUser, "The subscription is not registered for the resource provider.", "Register it with `az provider register --namespace` and the namespace that Azure's message names, then retry.");
    public static readonly ErrorDefinition SubscriptionDisabled = new("ORC0220", nameof(SubscriptionDisabled), ErrorCategory.Unauthorized, NeedsUser, "The subscription is disabled and can only be read.", "Have the subscription enabled again, then retry.");
    public static readonly ErrorDefinition MarketplaceTerms = new("ORC0221", nameof(MarketplaceTerms), Configuration, NeedsUser, "The image's marketplace offer cannot be bought as it stands.", "Accept its terms with `az vm image terms accept`, or choose another image, then retry.");
    public static readonly ErrorDefinition RetentionLocked = new("ORC0230", nameof(RetentionLocked), Configuration, Terminal, "The backups' immutability policy is locked: it can only be made longer.", "Write as many days as it has, or more.");
    public static readonly ErrorDefinition EventsNotDelivered = new("ORC0231", nameof(EventsNotDelivered), ErrorCategory.Dependency, NeedsUser, "Azure could not set up the delivery of events.", "See that the endpoint answers Event Grid's handshake, then enable the events again.");
    public static readonly ErrorDefinition BorrowedUnfit = new("ORC0232", nameof(BorrowedUnfit), Configuration, NeedsUser, "A resource that is there already does not do for the cluster.", "Change it as the message says, rename it in the manifest, or name the host that it has.");

    public static readonly ErrorDefinition ManagedClusterStopped = new("ORC0250", nameof(ManagedClusterStopped), ErrorCategory.Conflict, NeedsUser, "The cluster is stopped, and Azure changes nothing of a stopped cluster.", "Start it with `orc start cluster NAME`, then apply again.");

    public static readonly ErrorDefinition ApiServerUnreachable = new("ORC0301", nameof(ApiServerUnreachable), ErrorCategory.Dependency, Transient, "The cluster's API server does not answer.", "Look at the control plane's machines if it lasts.");
    public static readonly ErrorDefinition MachineNotJoining = new("ORC0302", nameof(MachineNotJoining), ErrorCategory.Timeout, NeedsUser, "A machine did not join the cluster in time.", "Read the machine's boot log; correct what it names, then retry.");
    public static readonly ErrorDefinition DrainTimeout = new("ORC0303", nameof(DrainTimeout), ErrorCategory.Timeout, NeedsUser, "A node could not be drained in time.", "See which pods and budgets hold it; change them, then retry.");
    public static readonly ErrorDefinition EtcdUnsafe = new("ORC0304", nameof(EtcdUnsafe), ErrorCategory.Conflict, Transient, "Going on would risk etcd's quorum.", "Nothing to do: it waits until all members are healthy.");
    public static readonly ErrorDefinition KubernetesRefused = new("ORC0305", nameof(KubernetesRefused), ErrorCategory.Dependency, Transient, "The Kubernetes API refused a request.", "See the message; the request is repeated.");
    public static readonly ErrorDefinition RolloutStalled = new("ORC0306", nameof(RolloutStalled), ErrorCategory.Timeout, NeedsUser, "The rollout makes no progress.", "See the machines that are not ready; correct the cause, then retry.");

    public static readonly ErrorDefinition ClusterNotFound = new("ORC0401", nameof(ClusterNotFound), ErrorCategory.NotFound, Terminal, "There is no such cluster.", "List the clusters with `orc get clusters`.");
    public static readonly ErrorDefinition OperationNotFound = new("ORC0402", nameof(OperationNotFound), ErrorCategory.NotFound, Terminal, "There is no such operation.", "Take the id from the answer to apply or delete.");
    public static readonly ErrorDefinition OperationRunning = new("ORC0403", nameof(OperationRunning), ErrorCategory.Conflict, Transient, "Another operation runs on the cluster.", "Wait for it, then try again.");
    public static readonly ErrorDefinition StateConflict = new("ORC0404", nameof(StateConflict), ErrorCategory.Conflict, Transient, "The cluster's document changed meanwhile.", "Nothing to do: it is read again.");
    public static readonly ErrorDefinition NotInitialized = new("ORC0405", nameof(NotInitialized), ErrorCategory.NotFound, Transient, "The cluster has no API server yet.", "Wait until its control plane is ready.");
    public static readonly ErrorDefinition InvalidRequestBody = new("ORC0406", nameof(InvalidRequestBody), ErrorCategory.Configuration, Terminal, "The request is not understood.", "See the API's description.");
    public static readonly ErrorDefinition PlanChanged = new("ORC0407", nameof(PlanChanged), ErrorCategory.Conflict, Terminal, "What would be done now is not what was planned.", "Plan again, and apply the new plan.");
    public static readonly ErrorDefinition OperationCanceled = new("ORC0408", nameof(OperationCanceled), ErrorCategory.Conflict, Terminal, "The operation was canceled.", "Apply again, or retry the cluster, to go on from there.");
    public static readonly ErrorDefinition OperationEnded = new("ORC0409", nameof(OperationEnded), ErrorCategory.Conflict, Terminal, "The operation has ended.", "Look at the cluster's newest operation.");
    public static readonly ErrorDefinition OtherSource = new("ORC0410", nameof(OtherSource), ErrorCategory.Conflict, Terminal, "The cluster belongs to another source.", "Describe each cluster in one source only; to move it, delete it there first.");
    public static readonly ErrorDefinition PruneNotAllowed = new("ORC0411", nameof(PruneNotAllowed), ErrorCategory.Conflict, NeedsUser, "The cluster left its source and does not allow to be pruned.", "Delete it with `orc delete cluster`; to have the next one deleted with its manifest, give it the annotation orchestrator/prune: enabled.");
    public static readonly ErrorDefinition RewrittenHistory = new("ORC0412", nameof(RewrittenHistory), ErrorCategory.Conflict, Terminal, "Another revision of the source has the same sequence.", "Add a commit: what has been published must not be rewritten.");
    public static readonly ErrorDefinition NeverChecked = new("ORC0470", nameof(NeverChecked), ErrorCategory.NotFound, Terminal, "The cluster was never checked for drift.", "Check it now with `orc drift NAME --check`.");
    public static readonly ErrorDefinition NotSettled = new("ORC0471", nameof(NotSettled), ErrorCategory.Conflict, Transient, "The cluster is being changed, so there is nothing yet that it could drift from.", "Wait for its operation, or retry it if it failed, then check again.");
    public static readonly ErrorDefinition ResourcesLeft = new("ORC0480", nameof(ResourcesLeft), ErrorCategory.Dependency, NeedsUser, "Resources of the cluster are left in Azure.", "Remove what holds them, then `orc delete cluster --force` again; with --forget the cluster is given up, and what is left is yours to remove.");
    public static readonly ErrorDefinition ForeignResources = new("ORC0485", nameof(ForeignResources), ErrorCategory.Conflict, Terminal, "Others have put resources into a resource group that was to be deleted whole.", "Nothing to do: the deletion is planned anew, and the group stays with what is theirs.");
    public static readonly ErrorDefinition EventsNotEnabled = new("ORC0430", nameof(EventsNotEnabled), ErrorCategory.NotFound, Terminal, "Events of the subscription are not brought here.", "Enable them with `orc events enable`.");
    public static readonly ErrorDefinition TokenMissing = new("ORC0490", nameof(TokenMissing), ErrorCategory.Unauthenticated, NeedsUser, "The request carries no token.", "Send a token of your tenant: with orc, --token or ORC_TOKEN.");
    public static readonly ErrorDefinition TokenRefused = new("ORC0491", nameof(TokenRefused), ErrorCategory.Unauthenticated, NeedsUser, "The token is not taken.", "Get a new token for this app's audience, and send that.");
    public static readonly ErrorDefinition RoleMissing = new("ORC0492", nameof(RoleMissing), ErrorCategory.Unauthorized, NeedsUser, "The caller's role does not allow this.", "Have the role assigned to you in the app registration, then get a new token; or use a key that has it.");
    public static readonly ErrorDefinition NamespaceForbidden = new("ORC0493", nameof(NamespaceForbidden), ErrorCategory.Unauthorized, NeedsUser, "The caller may not act in this namespace.", "Have the namespace added to your groups or claim, then get a new token; or use a key that has it.");
    public static readonly ErrorDefinition TooManyRequests = new("ORC0494", nameof(TooManyRequests), ErrorCategory.RateLimited, Transient, "The caller sends too many requests.", "Wait as long as Retry-After says.");
    public static readonly ErrorDefinition RequestTooLarge = new("ORC0495", nameof(RequestTooLarge), ErrorCategory.Configuration, Terminal, "The request is too large.", "Apply fewer documents at once.");
    public static readonly ErrorDefinition IssuerUnreachable = new("ORC0496", nameof(IssuerUnreachable), ErrorCategory.Dependency, Transient, "The keys of the tokens' issuer cannot be had.", "Check Orchestrator:Access:Issuer and the way to it; then try again.");
    public static readonly ErrorDefinition ApprovalTimeout = new("ORC0481", nameof(ApprovalTimeout), ErrorCategory.Timeout, NeedsUser, "A step was not approved in time.", "Retry the cluster with `orc retry cluster`, and approve with `orc approve operation`.");
    public static readonly ErrorDefinition NothingToApprove = new("ORC0482", nameof(NothingToApprove), ErrorCategory.Conflict, Terminal, "No such step of the operation waits for approval.", "See what waits with `orc get operation`.");
    public static readonly ErrorDefinition FleetFailed = new("ORC0483", nameof(FleetFailed), ErrorCategory.Dependency, NeedsUser, "Clusters of the fleet operation failed.", "See each cluster's operation with `orc fleet get`; mend the cause, then begin another fleet operation: what is done already is passed by.");
    public static readonly ErrorDefinition FleetUnhealthy = new("ORC0484", nameof(FleetUnhealthy), ErrorCategory.Conflict, NeedsUser, "Clusters of earlier waves are not well.", "See them with `orc describe cluster`; when they are Ready, begin another fleet operation: what is done already is passed by.");
    public static readonly ErrorDefinition Unexpected = new("ORC0499", nameof(Unexpected), Internal, Transient, "Something failed that should not.", "Report it with the operation id.");

    /// <summary>All definitions in the order of their codes.</summary>
    public static IReadOnlyList<ErrorDefinition> All { get; } =
    [
        .. typeof(ErrorCatalog).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static)
            .Where(static f => f.FieldType == typeof(ErrorDefinition))
            .Select(static f => (ErrorDefinition)f.GetValue(null)!)
            .OrderBy(static d => d.Code, StringComparer.Ordinal),
    ];
}
