using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using KeyRotation.Aws.Calls;
using KeyRotation.Aws.Sts;
using KeyRotation.Aws.Tests.Compliance;
using Xunit;

namespace KeyRotation.Aws.Tests.Faults;

public sealed class SilentHostTests
{
    [Fact]
    public async Task A_host_that_drops_packets_is_tried_twice_and_named_though_errors_are_repeated_more_often()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux leaves a connection unanswered where the queue of a listener is full.");
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        List<Socket> queue = await FillAsync(listener);
        try
        {
            var endpoint = new Uri($"http://{listener.LocalEndPoint}");
            var report = new ResultList();
            var config = new ServiceClientConfig(ServiceIdentity.Sts, new ServiceEndpoint(endpoint, "us-east-1"), new RetryMode(7, 2), new ServerTime(TimeProvider.System)) { Report = report };
            using var sts = new StsClient(credentials: null, config);

            var problem = await Assert.ThrowsAsync<ServiceException>(() => sts.GetCallerIdentityAsync(CancellationToken.None));

            Assert.Equal(ServiceErrorKind.NoAnswer, problem.Kind);
            Assert.Contains(endpoint.Authority, problem.Message, StringComparison.Ordinal);
            Assert.Contains("2 attempts", Assert.Single(report.VerboseMessages), StringComparison.Ordinal);
        }
        finally
        {
            queue.ForEach(socket => socket.Dispose());
        }
    }

    /// <summary>Connections that no one accepts, until the next gets no answer.</summary>
    private static async Task<List<Socket>> FillAsync(Socket listener)
    {
        List<Socket> queue = [];
        while (queue.Count < 16)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            queue.Add(socket);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            try
            {
                await socket.ConnectAsync(listener.LocalEndPoint!, limit.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return queue;
    }
}
