using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace KeyRotation.Alternatives.Evidence;

/// <summary>
/// Recognizes addresses. Only large blocks that are registered to Amazon as a whole are known here, so that nothing has to be downloaded: an
/// address outside of them is not known to be anyone's.
/// </summary>
internal static class SourceAddresses
{
    private static readonly string[] PrivateNetworks = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];

    private static readonly string[] AmazonNetworks =
    [
        "3.0.0.0/8", "18.128.0.0/9", "34.192.0.0/10", "44.192.0.0/10", "52.0.0.0/10", "52.64.0.0/12", "54.144.0.0/12", "54.160.0.0/11", "54.192.0.0/10",
        "2600:1f00::/24", "2a05:d000::/25",
    ];

    private static readonly IReadOnlyList<(byte[] Bits, int Length)> Private = PrivateNetworks.Select(Parse).ToList();
    private static readonly IReadOnlyList<(byte[] Bits, int Length)> Amazon = AmazonNetworks.Select(Parse).ToList();

    public static AddressOrigin OriginOf(string sourceAddress)
    {
        if (!IPAddress.TryParse(sourceAddress, out IPAddress? address))
        {
            return sourceAddress.EndsWith(".compute.amazonaws.com", StringComparison.OrdinalIgnoreCase) || sourceAddress.EndsWith(".compute-1.amazonaws.com", StringComparison.OrdinalIgnoreCase)
                ? AddressOrigin.Amazon
                : AddressOrigin.Unknown;
        }

        byte[] bits = address.GetAddressBytes();
        return Private.Any(network => Contains(network, bits)) ? AddressOrigin.Private
            : Amazon.Any(network => Contains(network, bits)) ? AddressOrigin.Amazon
            : IPAddress.IsLoopback(address) || address.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6) ? AddressOrigin.Unknown
            : AddressOrigin.Public;
    }

    private static (byte[] Bits, int Length) Parse(string network)
    {
        string[] parts = network.Split('/');
        return (IPAddress.Parse(parts[0]).GetAddressBytes(), int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    private static bool Contains((byte[] Bits, int Length) network, byte[] address)
    {
        if (network.Bits.Length != address.Length)
        {
            return false;
        }

        for (int bit = 0; bit < network.Length; bit++)
        {
            int mask = 0x80 >> (bit % 8);
            if ((network.Bits[bit / 8] & mask) != (address[bit / 8] & mask))
            {
                return false;
            }
        }

        return true;
    }
}
