/**
 * The most common passwords of at least eight characters, and of words that people lengthen with digits and signs. Compared in lower
 * case, as typed and without what stands behind the letters. Length does the main work; this catches the obvious.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `12345678 123456789 1234567890 12345678910 123456789012345 987654321 0987654321 11111111 00000000 88888888 99999999 66666666 12341234
  11223344 123123123 147258369 159753456 741852963 789456123 123654789 192837465 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc
  1qazxsw2 zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5 qazwsxedc qazwsx qweasdzxc qwerty qwertyui qwertyuiop qwerty123 qwerty123456 qwertz qwertzui
  qwertzuiop azerty azertyuiop asdfgh asdfghjk asdfghjkl asdfasdf zxcvbnm zxcvbnmasdfghjkl poiuytrewq 1234qwer qwer1234 asdf1234 abcd1234
  abc12345 abcdefgh abcdefghi abcdefghijk abcdefghijklmno a1b2c3d4 aa123456 a12345678 a123456789 iloveyou iloveyou1 iloveyou2 iloveyouforever
  password password1 password12 password123 password1234 password12345 password123456 passwordpassword passw0rd p@ssw0rd p@ssword pa55word
  pa$$word passpass passphrase mypassword mypassword1 thisismypassword thisisapassword yourpassword newpassword oldpassword changeme changeme1
  changemenow pleasechangeme changeit letmein letmein1 letmeinnow letmeinplease welcome welcome1 welcome123 welcometo trustno1 whatever
  whatever1 sunshine princess princess1 football football1 baseball baseball1 basketball superman superman1 batman spiderman michael michelle
  jennifer jonathan jessica charlotte elizabeth alexander alexandra nicholas samantha christopher victoria anthony benjamin daniel1234
  starwars pokemon computer computer1 internet samsung samsung1 microsoft windows windows10 macintosh android google facebook linkedin
  dragon dragonball monkey shadow master mustang corvette ferrari mercedes porsche harley1 chocolate butterfly strawberry cheese1234
  whiskey champion challenge liverpool liverpool1 chelsea arsenal manchester barcelona juventus realmadrid bayernmunchen november september
  december february administrator administrator1 admin admin123 admin1234 admin12345 admin123456 adminadmin adminpassword root rootroot toor
  default defaultpassword temporary temporarypassword temppass testtest test1234 testing testing123 testpassword guest guestguest user useruser
  username username1 login loginlogin supervisor agent operator manager callcenter callcentre contactcenter contactcentre telephone telephony
  asterisk secret secretsecret topsecret supersecret verysecret secretpassword mysecretpassword correcthorsebatterystaple horsebatterystaple
  opensesame abracadabra nopassword iforgot idontknow hunter22 access14 blink182 matrix1234 ncc1701d fuckyou fuckyou1 fuckoff1 asshole1
  lovelove loveyou1 loveme123 iloveme1 ilovemyself ilovemymom ilovejesus jesuschrist blessed1 heaven1234 hello123 hellohello helloworld
  goodmorning goodmorning1 parool parool123 salasona haslo haslo123 zaq12wsxcde3 polska123 kochanie lietuva lozinka contrasena contraseña
  motdepasse passwort passwort1 passwort123 geheim geheim123 hallo123 schatz123 ciaociao amoremio juventus1 francesca alessandro giuseppe
  password1! password!1 пароль пароль123 йцукенгш йцукенгшщзхъ любовь123 наташа123 привет123 voxkeep voxkeepvoxkeep voxkeepadmin`
    .split(/\s+/)
    .filter((word) => word !== ''),
);
