using Orchestrator.Determinism.Chance;

namespace Orchestrator.Simulator.Faults;

/// <summary>Makes simulated Azure go wrong on purpose: by rules, or at random from a seed that repeats exactly.</summary>
public sealed class FaultInjection
{
    private readonly Lock _gate = new();
    private readonly List<(FaultRule Rule, int Seen, int Struck)> _rules = [];
    private readonly List<InjectedFault> _injected = [];
    private SeededRandomness? _random;
    private FaultRates _rates = new();

    /// <summary>Every fault that struck, in order.</summary>
    public IReadOnlyList<InjectedFault> Injected
    {
        get { lock (_gate) { return [.. _injected]; } }
    }

    /// <summary>Adds a rule; of several that match one request, the first added strikes.</summary>
    public void Add(FaultRule rule)
    {
        lock (_gate) { _rules.Add((rule, 0, 0)); }
    }

    /// <summary>Faults strike at these rates from now on, besides the rules.</summary>
    public void Random(int seed, FaultRates rates)
    {
        lock (_gate)
        {
            _random = new SeededRandomness(seed);
            _rates = rates;
        }
    }

    /// <summary>No rules and no rates from now on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
            _random = null;
        }
    }

    internal Fault? OnRequest(string method, string type, string name)
    {
        var isRead = method is "GET" or "HEAD" || type.Equals("Microsoft.ResourceGraph/resources", StringComparison.OrdinalIgnoreCase);
        return Strike(method, type, name, fault => fault is ResponseFault or AnswerLostFault or ConnectionFault or SlowFault || (isRead && fault is StaleReadFault), isRead ? ReadChances : WriteChances);
    }

    /// <summary>How an operation ends or how long it takes; null lets it be.</summary>
    internal Fault? OnOperation(string method, string type, string name) =>
        Strike(method, type, name, static fault => fault is OperationFault or HangFault, static rates => Possible(
            (rates.OperationFails, Fault.OperationFails()),
            (rates.OperationHangs, Fault.OperationHangs(TimeSpan.FromHours(1)))));

    internal EventFault? OnEvent(string method, string type, string name) =>
        Strike(method, type, name, static fault => fault is EventFault, static rates =>
        [
            (rates.EventLost, Fault.LoseEvent()),
            (rates.EventDuplicated, Fault.DuplicateEvent()),
            (rates.EventDelayed, Fault.DelayEvent(TimeSpan.FromSeconds(45))),
            (rates.EventReordered, Fault.ReorderEvent()),
        ]) as EventFault;

    private static (double Rate, Fault Fault)[] ReadChances(FaultRates rates) => Possible(
        (rates.StaleRead, Fault.StaleRead(TimeSpan.FromSeconds(10))),
        (rates.ReadFails, Fault.ServiceUnavailable()));

    private static (double Rate, Fault Fault)[] WriteChances(FaultRates rates) => Possible(
        (rates.TooManyRequests, Fault.TooManyRequests(TimeSpan.FromSeconds(5))),
        (rates.AnotherOperationInProgress, Fault.AnotherOperationInProgress()),
        (rates.InternalServerError, Fault.InternalServerError()),
        (rates.AnswerLost, Fault.AnswerLost()),
        (rates.BadGateway, Fault.BadGateway()),
        (rates.ServiceUnavailable, Fault.ServiceUnavailable()),
        (rates.ConnectionDropped, Fault.DropConnection()),
        (rates.ConnectionDroppedAfterwards, Fault.DropConnectionAfterwards()));

    /// <summary>Nothing is drawn for what never strikes, so that a seed goes on meaning what it meant before a fault was added.</summary>
    private static (double Rate, Fault Fault)[] Possible(params (double Rate, Fault Fault)[] chances) => Array.Exists(chances, static chance => chance.Rate > 0) ? chances : [];

    private Fault? Strike(string method, string type, string name, Predicate<Fault> kind, Func<FaultRates, (double Rate, Fault Fault)[]> chances)
    {
        lock (_gate)
        {
            var fault = ByRule(method, type, name, kind) ?? ByChance(chances(_rates));
            if (fault is not null)
            {
                _injected.Add(new InjectedFault(method, type, name, fault));
            }

            return fault;
        }
    }

    private Fault? ByRule(string method, string type, string name, Predicate<Fault> kind)
    {
        for (var i = 0; i < _rules.Count; i++)
        {
            var (rule, seen, struck) = _rules[i];
            if (!kind(rule.Fault) || !rule.Matches(method, type, name) || struck >= rule.Times)
            {
                continue;
            }

            var strikes = seen >= rule.Skip;
            _rules[i] = (rule, seen + 1, strikes ? struck + 1 : struck);
            if (strikes)
            {
                return rule.Fault;
            }
        }

        return null;
    }

    private Fault? ByChance((double Rate, Fault Fault)[] chances)
    {
        if (_random is null || chances.Length == 0)
        {
            return null;
        }

        var draw = _random.NextDouble();
        foreach (var (rate, fault) in chances)
        {
            if (draw < rate)
            {
                return fault;
            }

            draw -= rate;
        }

        return null;
    }
}
