using Orchestrator.Contracts.Errors;

namespace Orchestrator.Activities.Nodes.Etcd;

/// <summary>Whether a machine's member may leave etcd, and who leads then. <c>Member</c> is null when it has left already.</summary>
public sealed record EtcdRemoval(EtcdMember? Member, EtcdMember? Successor, OrchestratorError? Error)
{
    /// <summary>
    /// Pure. A healthy member may go only when all others are healthy voters; a dead one as soon as a majority lives, because its going
    /// can only help. The last one never.
    /// </summary>
    /// <param name="machines">Names of all control-plane machines that exist.</param>
    public static EtcdRemoval Decide(IReadOnlyList<EtcdMember> members, string machine, IReadOnlyCollection<string> machines)
    {
        var member = members.FirstOrDefault(candidate => candidate.Name == machine) ?? Unstarted(members, machine, machines);
        if (member is null)
        {
            return new(null, null, null);
        }

        var others = members.Where(other => other != member).ToList();
        if (others.Count == 0)
        {
            return Refuse(machine, "it is the only one");
        }

        if (member.IsHealthy && others.FirstOrDefault(static other => !other.IsHealthy || other.IsLearner) is { } unfit)
        {
            return Refuse(machine, $"the member {Display(unfit)} is {(unfit.IsLearner ? "still joining" : "not healthy")}");
        }

        // Two voters of which one is dead cannot agree on anything, not even on its removal.
        var voters = members.Count(static voter => !voter.IsLearner);
        var healthy = members.Count(static voter => voter is { IsLearner: false, IsHealthy: true });
        return healthy > voters / 2
            ? new(member, others.FirstOrDefault(static other => other is { IsHealthy: true, IsLearner: false }), null)
            : Refuse(machine, $"only {healthy} of {voters} members are healthy");
    }

    /// <summary>A machine that died between joining and starting etcd left a member without a name. It is this machine's when every other machine has its own.</summary>
    private static EtcdMember? Unstarted(IReadOnlyList<EtcdMember> members, string machine, IReadOnlyCollection<string> machines) =>
        machines.All(other => other == machine || members.Any(member => member.Name == other))
            ? members.FirstOrDefault(static member => member.Name.Length == 0)
            : null;

    private static EtcdRemoval Refuse(string machine, string reason) =>
        new(null, null, ErrorCatalog.EtcdUnsafe.With($"The etcd member of {machine} cannot be removed: {reason}.", machine));

    private static string Display(EtcdMember member) => member.Name.Length > 0 ? member.Name : member.Id;
}
