namespace Orchestrator.Simulator.Machines;

/// <summary>Something that happens to a subject at an absolute time, kept on disk until it has happened.</summary>
internal sealed record AgendaEntry(string Kind, string Subject, DateTimeOffset Due, long Sequence)
{
    public static readonly IComparer<AgendaEntry> ByDueTime = Comparer<AgendaEntry>.Create(static (a, b) =>
        a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Sequence.CompareTo(b.Sequence));

    public string Key => KeyOf(Kind, Subject);

    public static string KeyOf(string kind, string subject) => $"{kind}|{subject}";
}
