using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Simulator.Tests.Machines;

namespace Orchestrator.Simulator.Tests.Kubernetes;

public sealed class ApiTests
{
    private const string Json = "application/json";
    private const string Maps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Access_FollowsTheCredentials()
    {
        using var simulation = await OneAsync();
        async Task<HttpStatusCode> StatusOf(HttpClient client, string path)
        {
            using (client)
            {
                return (await client.GetAsync(path)).StatusCode;
            }
        }

        foreach (var open in (string[])["/readyz", "/livez", "/healthz", "/version", "/api/v1/namespaces/kube-public/configmaps/cluster-info"])
        {
            Assert.Equal(HttpStatusCode.OK, await StatusOf(simulation.Client(), open));
        }

        Assert.Equal(HttpStatusCode.Forbidden, await StatusOf(simulation.Client(), "/api/v1/nodes"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOf(simulation.Client(), "/apis"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(simulation.Administrator(), "/api/v1/nodes"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(simulation.Client(simulation.Pki.Client("admin", "kubeadm:cluster-admins")), "/api/v1/nodes"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOf(simulation.Client(simulation.Pki.Client("eve", "friends")), "/api/v1/nodes"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(simulation.Client(new TestPki(simulation.Clock.GetUtcNow(), hasOwnKey: true).Client()), "/api/v1/nodes"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusOf(simulation.Client(token: "abcdef.wrongwrongwrongw"), "/api/v1/nodes"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusOf(simulation.Client(token: TestUserData.Token), "/api/v1/secrets"));
        Assert.Equal(HttpStatusCode.OK, await StatusOf(simulation.Client(token: TestUserData.Token), "/api/v1/namespaces/kube-system/configmaps/kubeadm-config"));
    }

    [Fact]
    public async Task UnknownHost_RefusesTheConnection()
    {
        using var simulation = await OneAsync();
        using var client = simulation.Administrator();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("https://other.example:6443/readyz"));
    }

    [Fact]
    public async Task Objects_LiveTheirWholeLife()
    {
        using var simulation = await OneAsync();
        using var client = simulation.Administrator();
        var created = await SendAsync(client, HttpMethod.Post, Maps, """{"metadata":{"name":"m","labels":{"a":"1"}},"data":{"k":"v"}}""", Json, HttpStatusCode.Created);
        Assert.NotEmpty(created["metadata"]!["uid"]!.ToString());
        var conflict = await SendAsync(client, HttpMethod.Post, Maps, """{"metadata":{"name":"m"}}""", Json, HttpStatusCode.Conflict);
        Assert.Equal("AlreadyExists", conflict["reason"]!.ToString());

        var merged = await SendAsync(client, HttpMethod.Patch, Maps + "/m", """{"data":{"k":null,"x":"y"}}""", "application/merge-patch+json", HttpStatusCode.OK);
        Assert.Equal("""{"x":"y"}""", merged["data"]!.ToJsonString());
        var stale = (JsonObject)created.DeepClone();
        Assert.Equal("Conflict", (await SendAsync(client, HttpMethod.Put, Maps + "/m", stale.ToJsonString(), Json, HttpStatusCode.Conflict))["reason"]!.ToString());
        var patched = await SendAsync(client, HttpMethod.Patch, Maps + "/m", """[{"op":"test","path":"/data/x","value":"y"},{"op":"add","path":"/data/z","value":"1"}]""", "application/json-patch+json", HttpStatusCode.OK);
        Assert.Equal("1", patched["data"]!["z"]!.ToString());
        await SendAsync(client, HttpMethod.Patch, Maps + "/m", """[{"op":"test","path":"/data/x","value":"n"},{"op":"remove","path":"/data/z"}]""", "application/json-patch+json", HttpStatusCode.UnprocessableEntity);

        var applied = await SendAsync(client, HttpMethod.Patch, Maps + "/n?fieldManager=orc", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n}\ndata: {a: b}\n", "application/apply-patch+yaml", HttpStatusCode.Created);
        Assert.Equal("b", applied["data"]!["a"]!.ToString());
        await SendAsync(client, HttpMethod.Patch, Maps + "/n?fieldManager=orc", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: n}\ndata: {c: d}\n", "application/apply-patch+yaml", HttpStatusCode.OK);

        Assert.Equal(["m"], await NamesAsync(client, Maps + "?labelSelector=a%3D1"));
        Assert.Equal(["n"], await NamesAsync(client, Maps + "?labelSelector=%21a"));
        Assert.Equal(["n"], await NamesAsync(client, Maps + "?fieldSelector=metadata.name%3Dn"));
        var page = await TestSimulation.JsonAsync(await client.GetAsync(Maps + "?limit=1"));
        Assert.Equal(["n"], await NamesAsync(client, Maps + "?limit=1&continue=" + Uri.EscapeDataString(page["metadata"]!["continue"]!.ToString())));

        await SendAsync(client, HttpMethod.Delete, Maps + "/m", "", Json, HttpStatusCode.OK);
        await SendAsync(client, HttpMethod.Get, Maps + "/m", "", Json, HttpStatusCode.NotFound);
        Assert.Equal("NotFound", (await SendAsync(client, HttpMethod.Post, "/api/v1/namespaces/none/configmaps", """{"metadata":{"name":"m"}}""", Json, HttpStatusCode.NotFound))["reason"]!.ToString());
        await SendAsync(client, HttpMethod.Post, Maps, """{"metadata":{"name":"Not Valid"}}""", Json, HttpStatusCode.UnprocessableEntity);
        await SendAsync(client, HttpMethod.Get, "/apis/none.example/v1/things", "", Json, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task CustomResources_AreServedOnceTheyAreDefined()
    {
        using var simulation = await OneAsync();
        using var client = simulation.Administrator();
        await SendAsync(client, HttpMethod.Post, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
            """{"metadata":{"name":"things.example.com"},"spec":{"group":"example.com","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"storage":true}]}}""", Json, HttpStatusCode.Created);
        await SendAsync(client, HttpMethod.Post, "/apis/example.com/v1/namespaces/default/things", """{"apiVersion":"example.com/v1","kind":"Thing","metadata":{"name":"t"},"spec":{"size":3}}""", Json, HttpStatusCode.Created);
        Assert.Equal(["t"], await NamesAsync(client, "/apis/example.com/v1/things"));
    }

    [Fact]
    public async Task Finalizers_KeepADeletedObjectUntilTheyAreGone()
    {
        using var simulation = await OneAsync();
        using var client = simulation.Administrator();
        await SendAsync(client, HttpMethod.Post, Maps, """{"metadata":{"name":"m","finalizers":["example.com/hold"]}}""", Json, HttpStatusCode.Created);
        var held = await SendAsync(client, HttpMethod.Delete, Maps + "/m", "", Json, HttpStatusCode.OK);
        Assert.NotNull(held["metadata"]!["deletionTimestamp"]);
        await SendAsync(client, HttpMethod.Patch, Maps + "/m", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json", HttpStatusCode.OK);
        await SendAsync(client, HttpMethod.Get, Maps + "/m", "", Json, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Watch_TellsWhatChangesUntilItsTimeIsOver()
    {
        using var simulation = await OneAsync();
        using var client = simulation.Administrator();
        using var response = await client.GetAsync(Maps + "?watch=1&timeoutSeconds=60", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        await SendAsync(client, HttpMethod.Post, Maps, """{"metadata":{"name":"m"}}""", Json, HttpStatusCode.Created);
        await SendAsync(client, HttpMethod.Patch, Maps + "/m", """{"data":{"a":"b"}}""", "application/merge-patch+json", HttpStatusCode.OK);
        await SendAsync(client, HttpMethod.Delete, Maps + "/m", "", Json, HttpStatusCode.OK);
        await simulation.PassAsync(61);

        var types = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!["type"]!.ToString());
        Assert.Equal(["ADDED", "MODIFIED", "DELETED"], types);
    }

    [Fact]
    public async Task StrategicMerge_MergesConditionsByTypeAndReplacesTaints()
    {
        using var simulation = await OneAsync();
        using var client = simulation.Administrator();
        const string Merge = "application/strategic-merge-patch+json";
        var before = await SendAsync(client, HttpMethod.Get, "/api/v1/nodes/cp-0", "", Json, HttpStatusCode.OK);
        var status = await SendAsync(client, HttpMethod.Patch, "/api/v1/nodes/cp-0/status", """{"status":{"conditions":[{"type":"Mine","status":"True"}]}}""", Merge, HttpStatusCode.OK);
        Assert.Equal(before["status"]!["conditions"]!.AsArray().Count + 1, status["status"]!["conditions"]!.AsArray().Count);
        var spec = await SendAsync(client, HttpMethod.Patch, "/api/v1/nodes/cp-0", """{"spec":{"taints":[{"key":"k","effect":"NoSchedule"}]}}""", Merge, HttpStatusCode.OK);
        Assert.Equal("k", Assert.Single(spec["spec"]!["taints"]!.AsArray())!["key"]!.ToString());
    }

    [Theory]
    [InlineData(Maps, """{"metadata":{"name":"m","labels":{"a":1}}}""")]
    [InlineData(Maps, """{"metadata":"m"}""")]
    [InlineData(Maps, "not json")]
    [InlineData(Maps, """["a"]""")]
    [InlineData("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{}}""")]
    [InlineData("/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":["c"]}}""")]
    [InlineData("/apis/apps/v1/namespaces/default/deployments", """{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":"x"}}""")]
    [InlineData("/apis/apps/v1/namespaces/default/deployments", """{"metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"spec":{"containers":[{"name":"c"}]}}}}""")]
    [InlineData("/apis/policy/v1/namespaces/default/poddisruptionbudgets", """{"metadata":{"name":"b"},"spec":{"minAvailable":"many"}}""")]
    public async Task Create_WithABodyThatKubernetesWouldRefuse_ChangesNothing(string path, string body)
    {
        using var simulation = await OneAsync();
        using var client = simulation.Administrator();
        using var response = await client.PostAsync(path, new StringContent(body, Encoding.UTF8, Json));
        Assert.Contains(response.StatusCode, (HttpStatusCode[])[HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity]);
        Assert.Equal("Failure", (await TestSimulation.JsonAsync(response))["status"]!.ToString());
        Assert.Empty(await NamesAsync(client, path));
        await simulation.PassAsync(5);
    }

    [Fact]
    public async Task Exec_InTheEtcdPod_SpeaksTheWebSocketProtocol()
    {
        using var simulation = await OneAsync();
        var uri = new Uri($"wss://{TestSimulation.Endpoint}:6443/api/v1/namespaces/kube-system/pods/etcd-cp-0/exec?command=etcdctl&command=member&command=list&command=-w&command=json&stdout=true&stderr=true");
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("v4.channel.k8s.io");
        using var invoker = new HttpMessageInvoker(simulation.Machines.Clusters.CreateHandler(simulation.Pki.Client(), null));
        await socket.ConnectAsync(uri, invoker, CancellationToken.None);
        var pump = simulation.Dispatcher.RunUntilIdleAsync();
        var messages = await ReadAsync(socket);
        await pump;

        Assert.Equal("v4.channel.k8s.io", socket.SubProtocol);
        Assert.Equal("cp-0", JsonNode.Parse(messages.Single(static message => message[0] == 1)[1..])!["members"]![0]!["name"]!.ToString());
        Assert.Equal("Success", JsonNode.Parse(messages.Single(static message => message[0] == 3)[1..])!["status"]!.ToString());
    }

    private static async Task<List<byte[]>> ReadAsync(ClientWebSocket socket)
    {
        var messages = new List<byte[]>();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var result = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (result.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
                return messages;
            }

            messages.Add(buffer[..result.Count]);
        }
    }

    private static async Task<TestSimulation> OneAsync()
    {
        var simulation = new TestSimulation();
        simulation.StartInit();
        await simulation.PassAsync(120);
        return simulation;
    }

    private static async Task<string[]> NamesAsync(HttpClient client, string path) =>
        [.. (await TestSimulation.JsonAsync(await client.GetAsync(path)))["items"]!.AsArray().Select(static item => item!["metadata"]!["name"]!.ToString())];

    private static async Task<JsonObject> SendAsync(HttpClient client, HttpMethod method, string path, string body, string type, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{method} {path}: {response.StatusCode} {text}");
        return (JsonObject)JsonNode.Parse(text)!;
    }
}
