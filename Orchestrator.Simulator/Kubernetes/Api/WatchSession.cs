using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Orchestrator.Simulator.Kubernetes.Objects;

namespace Orchestrator.Simulator.Kubernetes.Api;

/// <summary>The changes of one watch, line by line, until it times out, the API goes away, or the client does.</summary>
internal sealed class WatchSession : IDisposable
{
    private readonly SimulatedCluster _cluster;
    private readonly ResourceType _type;
    private readonly string _namespace;
    private readonly string _name;
    private readonly LabelSelector _labels;
    private readonly FieldSelector _fields;
    private readonly bool _asTable;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private ITimer? _timeout;
    private bool _hasHeader;

    private WatchSession(SimulatedCluster cluster, ResourceType type, string @namespace, string name, ApiRequest request)
    {
        (_cluster, _type, _namespace, _name) = (cluster, type, @namespace, name);
        _labels = LabelSelector.Parse(request.Parameter("labelSelector"));
        _fields = FieldSelector.Parse(request.Parameter("fieldSelector"));
        _asTable = Tables.IsAsked(request.Accept);
    }

    public ChannelReader<string> Lines => _lines.Reader;

    /// <summary>Call inside the gate, so that nothing is told twice or left out between the first objects and the changes after them.</summary>
    public static WatchSession Start(SimulatedCluster cluster, ResourceType type, string @namespace, string name, ApiRequest request)
    {
        var session = new WatchSession(cluster, type, @namespace, name, request);
        _ = long.TryParse(request.Parameter("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version);
        if (version > 0 && version < cluster.Objects.OldestWatchable)
        {
            throw KubernetesError.Expired(version, cluster.Objects.OldestWatchable);
        }

        if (version > 0)
        {
            foreach (var change in cluster.Objects.ChangesAfter(version))
            {
                session.Tell(change);
            }
        }
        else
        {
            foreach (var item in cluster.Objects.List(type))
            {
                session.Tell(new ObjectChange(null, item, IsRemoval: false));
            }
        }

        cluster.Objects.Changed += session.Tell;
        cluster.WatchStarted(session);
        if (int.TryParse(request.Parameter("timeoutSeconds"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
        {
            session._timeout = cluster.Time.CreateTimer(_ => session.Dispose(), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        }

        return session;
    }

    public void Dispose()
    {
        _cluster.Gate.Read(() =>
        {
            _cluster.Objects.Changed -= Tell;
            _cluster.WatchEnded(this);
            return true;
        });
        _timeout?.Dispose();
        _lines.Writer.TryComplete();
    }

    private void Tell(ObjectChange change)
    {
        if (change.After.Key.Group != _type.Group || change.After.Key.Plural != _type.Plural)
        {
            return;
        }

        var did = change.Before is not null && Matches(change.Before);
        var does = !change.IsRemoval && Matches(change.After);
        var verb = (did, does) switch { (false, true) => "ADDED", (true, true) => "MODIFIED", (true, false) => "DELETED", _ => null };
        if (verb is not null)
        {
            _lines.Writer.TryWrite($$"""{"type":"{{verb}}","object":{{Shown(change.After)}}}""" + "\n");
        }
    }

    private string Shown(StoredObject item)
    {
        if (!_asTable)
        {
            return item.Json;
        }

        var table = Tables.Of(_cluster, _type, [item], new JsonObject { ["resourceVersion"] = item.Version.ToString(CultureInfo.InvariantCulture) });
        if (_hasHeader)
        {
            table["columnDefinitions"] = null;
        }

        _hasHeader = true;
        return table.ToJsonString();
    }

    private bool Matches(StoredObject item) =>
        (_namespace.Length == 0 || item.Key.Namespace == _namespace) && (_name.Length == 0 || item.Key.Name == _name)
        && _labels.Matches(item.Value) && _fields.Matches(item.Value);
}
